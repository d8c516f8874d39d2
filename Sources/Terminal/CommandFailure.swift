/// Why a command that was asked for rightly did not get done: one line that says what to do, and exit status 1.
///
/// A wrong command line is a `Problem`, and exit status 2.
package struct CommandFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }

    /// Runs what comes behind a right command line: whatever stops it is no wrong usage.
    package static func unless<R>(_ body: () throws -> R) throws -> R {
        do { return try body() } catch let failure as CommandFailure { throw failure } catch {
            throw CommandFailure("\(error)")
        }
    }
}

/// Why a command could not do what was asked: one line that says what to do.
package struct Problem: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
