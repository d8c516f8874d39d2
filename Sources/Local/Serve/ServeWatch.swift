import AWSClient
import EmbeddedAWS
import Foundation
import LocalServer
import Terminal

/// What `local serve` does when a file changes: builds, loads pages again, or takes other schools or variables.
struct ServeWatch: Sendable {
    let rebuild: Rebuild
    private let options: ServeOptions
    private let functions: ServeFunctions
    private let host: EmbeddedHost?
    private let credentials: Credentials?
    private let hub: EventHub
    private let screen: ServeScreen
    /// Held while the functions are replaced: after a build, or because of another file.
    private let replacing = NSLock()

    init(
        _ options: ServeOptions, functions: ServeFunctions, host: EmbeddedHost?, credentials: Credentials?,
        hub: EventHub, _ screen: ServeScreen
    ) {
        self.options = options
        self.functions = functions
        self.host = host
        self.credentials = credentials
        self.hub = hub
        self.screen = screen
        let environment = ProcessInfo.processInfo.environment.map { ($0.key, $0.value) }
        let replacing = replacing
        rebuild = Rebuild(command: options.build, environment: environment) {
            try replacing.withLock { try functions.replace() }
        } show: { state in
            hub.publish("build", DeveloperConsole.json(state).text)
            screen.show(state)
        }
    }

    /// Starts to watch.
    func start() throws(CommandFailure) {
        rebuild.start()
        try Watcher(pages: options.pages, events: SampleEvent.standardFolder).start { changes in
            if changes.contains(.page) { hub.publish("pages") }
            if changes.contains(.source) { rebuild.request() }
            if changes.contains(.variables) { attempt(".env") { try takeVariables() } }
            let schools = ServeSchools(options)
            if changes.contains(.event(schools.file)) { attempt(schools.file) { try takeSchools(schools) } }
        }
    }

    private func attempt(_ file: String, _ body: () throws -> Void) {
        do {
            try body()
            screen.announce("\(file) is taken over")
        } catch { screen.announce("\(file) is not taken over: \(error)") }
    }

    private func takeVariables() throws {
        let variables = try FunctionVariables(options.variables).over(FunctionVariables(file: ".env"))
        try replacing.withLock { try functions.replace(variables: variables) }
    }

    private func takeSchools(_ schools: ServeSchools) throws {
        guard let host else { return }
        host.replace(try schools.services(credentials))
        // The functions keep schools for a while.
        try replacing.withLock { try functions.replace() }
    }
}
