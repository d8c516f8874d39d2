import APIGateway
import AWSClient
import Configuration
import EmbeddedAWS
import Foundation
import LambdaRuntime
import LocalServer
import Synchronization
import Terminal

/// The functions of `local serve`: their packages, their variables, and the pools of their processes. All of it can be
/// exchanged while requests are served.
final class ServeFunctions: Sendable {
    private struct State {
        var packages: [FunctionPackage] = []
        var variables: FunctionVariables
    }

    let pools: [String: FunctionPool]
    private let options: ServeOptions
    private let shell: [String: String]
    private let credentials: Credentials?
    private let host: EmbeddedHost?
    private let template: StackTemplate
    private let announce: @Sendable (String) -> Void
    private let state: Mutex<State>

    /// Unpacks the functions `names`. `host` are the embedded services; nil means AWS itself. `template` has their timeouts.
    /// `announce` shows the developer what to do to start a function.
    init(
        _ options: ServeOptions, names: [String] = Gateway.functions, variables: FunctionVariables,
        shell: [String: String], credentials: Credentials?, host: EmbeddedHost?,
        template: StackTemplate = StackTemplate(), announce: @escaping @Sendable (String) -> Void
    ) throws {
        self.options = options
        self.shell = shell
        self.credentials = credentials
        self.host = host
        self.template = template
        self.announce = announce
        var packages: [FunctionPackage] = []
        var pools: [String: FunctionPool] = [:]
        for name in names {
            let package = try FunctionPackage(name, in: options.functions)
            packages.append(package)
            let launcher = Self.launcher(
                name, package.program, variables, options: options, shell: shell, credentials: credentials, host: host,
                template: template, announce: announce)
            pools[name] = FunctionPool(launcher, maximum: options.instances)
        }
        self.pools = pools
        state = Mutex(State(packages: packages, variables: variables))
    }

    /// The functions' variables now.
    var variables: FunctionVariables { state.withLock { $0.variables } }

    /// Unpacks the functions again, and lets new processes take over with these variables. Throws why that failed, and
    /// then the old ones go on. Must be called by one thread at a time.
    func replace(variables: FunctionVariables? = nil) throws {
        let variables = variables ?? self.variables
        var packages: [FunctionPackage] = []
        var successors: [(FunctionPool, FunctionPool.Successor)] = []
        for (name, pool) in pools where options.modes[name] != .external {
            let package = try FunctionPackage(name, in: options.functions)
            packages.append(package)
            let launcher = Self.launcher(
                name, package.program, variables, options: options, shell: shell, credentials: credentials, host: host,
                template: template, announce: announce)
            successors.append((pool, try pool.successor(launcher)))
        }
        for (pool, successor) in successors { pool.yield(to: successor) }
        let (kept, new) = (packages, variables)
        state.withLock { state in
            // A process that is just being started still needs the packages of before.
            state.packages = state.packages.suffix(pools.count) + kept
            state.variables = new
        }
    }

    private static func launcher(
        _ name: String, _ program: String, _ variables: FunctionVariables, options: ServeOptions,
        shell: [String: String], credentials: Credentials?, host: EmbeddedHost?, template: StackTemplate,
        announce: @escaping @Sendable (String) -> Void
    ) -> Launcher {
        Launcher(
            name, program: program, mode: options.modes[name] ?? .onDemand,
            timeoutMilliseconds: template.timeoutMilliseconds[name], services: host, announce: announce
        ) { runtimeAPI, services throws(CommandFailure) in
            let targets = ServiceTargets(
                dynamoDB: services, bedrock: services, embedded: services, credentials: credentials)
            return try FunctionEnvironment(targets, shell: shell, functions: [name], memory: template.memory).variables(
                function: name, runtimeAPI: runtimeAPI, overrides: variables.overrides(for: name))
        }
    }

    /// The CORS policy of the gateway's own responses: that of the functions.
    var cors: CORS? {
        let variables = variables
        return CORS(
            origin: variables.value(.allowedOrigin, orOf: shell) ?? "*",
            moreHeaders: variables.value(.allowedHeaders, orOf: shell))
    }
}
