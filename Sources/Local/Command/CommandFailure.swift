/// Why a command that was asked for rightly did not get done: one line that says what to do, and exit status 1.
///
/// A wrong command line is a `Problem`, and exit status 2.
struct CommandFailure: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }

    /// Runs what comes behind a right command line: whatever stops it is no wrong usage.
    static func unless<R>(_ body: () throws -> R) throws -> R {
        do { return try body() } catch let failure as CommandFailure { throw failure } catch {
            throw CommandFailure("\(error)")
        }
    }
}
