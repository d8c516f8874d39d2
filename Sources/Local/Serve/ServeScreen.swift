import Configuration
import Foundation
import LambdaRuntime
import LocalServer
import Synchronization
import Terminal

/// What `local serve` prints: the address, what differs from the defaults, and a line for each request.
final class ServeScreen: Sendable {
    private let options: ServeOptions
    private let usesColor: Bool
    /// Lines come from many threads, and are written one after the other.
    private let output = Mutex(())

    init(_ options: ServeOptions) {
        self.options = options
        usesColor = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty != false
    }

    /// Prints the address first, by itself. With `--json` everything that is not JSON goes to standard error.
    func start(
        address: String, otherAddress: String, template: StackTemplate, variables: FunctionVariables,
        shell: [String: String]
    ) throws(CommandFailure) {
        try Console.write("http://\(address)")
        let schools = options.usesAWS ? "the table on AWS" : ServeSchools(options).description
        var facts = [
            ("API", "http://\(address)/api (\(options.format.rawValue) events)"),
            ("other origin", "http://\(otherAddress) (the pages, which call that API by CORS)"),
            ("console", "http://\(address)/_console"), ("schools", schools),
        ]
        if !FileManager.default.fileExists(atPath: options.pages) {
            facts.append(("pages", "none: there is no folder \(options.pages)"))
        }
        if options.hasCache, let seconds = template.cacheSeconds {
            facts.append(("cache", "\(template.cacheKeys.keys.sorted().joined(separator: ", ")), for \(seconds) s"))
        }
        if options.usesAWS, let endpoint = shell[Variable.endpoint.name], !endpoint.isEmpty {
            // A developer of the stack on an emulator has it set, and would not expect AWS to be called.
            facts.append(
                (Variable.endpoint.name, "not passed on: --env \(Variable.endpoint.name)=\(endpoint) does that"))
        }
        facts += options.differences + Self.differences(variables, shell)
        announce(AlignedLines.text(facts, maximumLines: 60).joined(separator: "\n"))
        if !options.isJSON { announce(RequestLine.head) }
    }

    /// The variables of the functions that do not have their defaults.
    private static func differences(_ variables: FunctionVariables, _ shell: [String: String]) -> [(String, String)] {
        let given = variables.assignments.map { ($0.variable, $0.value) }
        let passedOn = FunctionEnvironment.passedOn.compactMap { variable -> (Variable, String)? in
            guard let value = shell[variable.name], !value.isEmpty else { return nil }
            return given.contains { $0.0.name == variable.name } ? nil : (variable, value)
        }
        return (passedOn + given).filter { $1 != $0.standard }.map { variable, value in
            (variable.name, variable.isSecret ? "(set)" : value)
        }
    }

    /// Prints the line of a request.
    @Sendable func show(_ done: CompletedRequest) {
        let line = options.isJSON ? RequestLine.json(done) : RequestLine.text(done, usesColor: usesColor)
        // Whoever read the lines may have gone: the requests go on.
        output.withLock { _ in try? Console.write(line) }
    }

    /// Prints how a build goes.
    @Sendable func show(_ state: Rebuild.State) {
        switch state {
        case .building: announce("building")
        case .built: announce("built: the new functions answer")
        case .failed(let lines):
            announce(lines.map(AlignedLines.printable).joined(separator: "\n"))
            announce("the build failed: the last good functions answer")
        }
    }

    /// Prints what the developer has to do or to know. With `--json` standard output has requests and nothing else.
    @Sendable func announce(_ text: String) {
        output.withLock { _ in
            if options.isJSON { Console.complain(text) } else { try? Console.write(text) }
        }
    }
}
