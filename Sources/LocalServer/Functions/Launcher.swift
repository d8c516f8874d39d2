import EmbeddedAWS
import Terminal

/// How the processes of one function are started.
package struct Launcher: Sendable {
    /// Returns the variables of a process. `services` is the address of the embedded services; nil where the function
    /// calls AWS itself.
    package typealias Environment =
        @Sendable (_ runtimeAPI: String, _ services: String?) throws(CommandFailure) -> [(String, String)]

    /// Who starts the process, and when.
    package enum Mode: Sendable {
        /// The pool, when an event needs it.
        case onDemand
        /// The pool; the process then stops until a debugger lets it go on.
        case waiting
        /// The developer, whenever they like.
        case external
    }

    package let function: String
    let program: String
    let mode: Mode
    private let timeout: Int
    let services: EmbeddedHost?
    let environment: Environment
    /// Shows the developer what to do next.
    let announce: @Sendable (String) -> Void

    /// A launcher of the executable `program`. `timeoutMilliseconds` is Lambda's timeout of the function; where nobody
    /// knows it, it is just above the gateway's. `services` are the embedded services; nil where the function calls AWS
    /// itself. `announce` is called with what the developer has to do to start or release a process.
    package init(
        _ function: String, program: String, mode: Mode = .onDemand, timeoutMilliseconds: Int? = nil,
        services: EmbeddedHost?, announce: @escaping @Sendable (String) -> Void = { _ in },
        environment: @escaping Environment
    ) {
        self.function = function
        self.program = program
        self.mode = mode
        timeout = timeoutMilliseconds ?? Gateway.timeoutMilliseconds + 1000
        self.services = services
        self.announce = announce
        self.environment = environment
    }

    /// A debugger may hold a process for as long as it likes.
    static let patience = 86_400_000

    /// Whether the developer decides how long an event takes.
    var hasNoTimeout: Bool { mode != .onDemand }

    /// The function's time for an event.
    var timeoutMilliseconds: Int { hasNoTimeout ? Self.patience : timeout }

    /// Starts a process.
    func start(generation: Int) throws(CommandFailure) -> Worker {
        let recorder = services.map { ServiceRecorder($0) }
        var server: HTTPServer?
        do {
            server = try recorder.map { try HTTPServer(handler: $0) }
            server?.start()
            let instance = try instance(services: server.map { "http://\($0.address)" })
            return Worker(instance, generation: generation, recorder: recorder, server: server)
        } catch {
            server?.stop()  // its thread would keep it
            throw error as? CommandFailure ?? CommandFailure("\(function) cannot be started: \(error)")
        }
    }

    private func instance(services: String?) throws -> FunctionInstance {
        guard mode != .external else { return try external(services: services) }
        var failure: CommandFailure?
        let instance = try FunctionInstance(
            name: function, program: program,
            initializationMilliseconds: hasNoTimeout ? Self.patience : FunctionInstance.initializationMilliseconds
        ) { runtimeAPI in
            do throws(CommandFailure) { return try environment(runtimeAPI, services) } catch {
                failure = error
                return []
            }
        }
        if let failure { throw failure }
        if mode == .waiting, let pid = instance.pid {
            instance.pause()
            announce("\(function) waits for a debugger: lldb -p \(pid)   (without one: kill -CONT \(pid))")
        }
        return instance
    }

    private func external(services: String?) throws -> FunctionInstance {
        var variables: [(String, String)] = []
        var failure: CommandFailure?
        let instance = try FunctionInstance(
            name: function,
            startedElsewhere: { runtimeAPI in
                do throws(CommandFailure) { variables = try environment(runtimeAPI, services) } catch {
                    failure = error
                }
            }, initializationMilliseconds: Self.patience)
        if let failure { throw failure }
        let lines = variables.map { "  \($0)=\(Self.quoted($1)) \\" }.joined(separator: "\n")
        announce("\(function) is yours to start, with these variables:\n\(lines)\n  .build/debug/\(function)")
        return instance
    }

    /// Returns a word that a shell takes as it is.
    private static func quoted(_ text: String) -> String {
        let isPlain = text.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte & 0xDF) || "_-./:=@".utf8.contains(byte)
        }
        if isPlain, !text.isEmpty { return text }
        return "'" + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
    }
}
