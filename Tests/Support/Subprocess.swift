import Foundation

/// A program run to its end, with a bound on its time, and what it wrote.
package struct Subprocess: Sendable {
    /// The exit status; 128 and the signal's number for a program that a signal ended.
    package let status: Int32
    package let output: String
    package let errors: String

    /// The program did not end in time and was killed.
    package struct TimedOut: Error, CustomStringConvertible {
        package let description: String
    }

    /// Runs `program`. `environment` replaces the whole environment unless it is nil. Throws `TimedOut` after
    /// `seconds`, or the reason why it could not be started.
    package static func run(
        _ program: URL, _ arguments: [String] = [], environment: [String: String]? = nil, in folder: URL? = nil,
        input: Data = Data(), seconds: Double = 60
    ) throws -> Subprocess {
        let place = try TemporaryFolder()
        let process = Process()
        process.executableURL = program
        process.arguments = arguments
        if let environment { process.environment = environment }
        if let folder { process.currentDirectoryURL = folder }
        // Files, not pipes: nobody has to read while the program runs, and no grandchild can hold an end open.
        try input.write(to: place.url.appending(path: "input"))
        process.standardInput = try FileHandle(forReadingFrom: place.url.appending(path: "input"))
        process.standardOutput = try place.newFile("output")
        process.standardError = try place.newFile("errors")
        let ended = DispatchSemaphore(value: 0)
        process.terminationHandler = { _ in ended.signal() }
        try process.run()
        guard ended.wait(timeout: .now() + seconds) == .success else {
            kill(process.processIdentifier, SIGKILL)
            ended.wait()
            throw TimedOut(
                description:
                    "\(program.lastPathComponent) \(arguments.joined(separator: " ")) ran longer than \(seconds) s: "
                    + place.text("errors").suffix(2000))
        }
        let signalled = process.terminationReason == .uncaughtSignal
        return Subprocess(
            status: process.terminationStatus + (signalled ? 128 : 0), output: place.text("output"),
            errors: place.text("errors"))
    }
}
