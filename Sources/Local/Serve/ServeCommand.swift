import AWSClient
import Configuration
import EmbeddedAWS
import Foundation
import LambdaRuntime
import LocalServer
import Terminal

/// `local serve`: the whole system on this machine, until it is interrupted.
enum ServeCommand {
    static let command = Command(
        name: "serve", synopsis: "[--port N] [options]", summary: "serve pages, API and console on this machine",
        options: ServeOptions.options, switches: ServeOptions.switches, failureStatus: 1, help: ServeOptions.help
    ) { arguments in
        try serve(try ServeOptions(arguments))
    }

    private static func serve(_ options: ServeOptions) throws -> Int32 {
        // Before any thread starts: all of them leave these signals to this one.
        let signals = Signals.hold(Signals.termination)
        defer { Cleanup.shared.finish() }
        let shell = ProcessInfo.processInfo.environment
        let variables = try FunctionVariables(options.variables).over(FunctionVariables(file: ".env"))
        let credentials = try credentials(options, shell)
        let host = try host(options, credentials)
        let screen = ServeScreen(options)
        let template = StackTemplate()
        let functions = try ServeFunctions(
            options, variables: variables, shell: shell, credentials: credentials, host: host,
            template: template, announce: screen.announce)
        let gateway = Gateway(
            format: options.format, pools: functions.pools, rate: options.rate, cache: try cache(options, template)
        ) { functions.cors }
        let hub = EventHub()
        let log = RequestLog(hub)
        let watch = ServeWatch(options, functions: functions, host: host, credentials: credentials, hub: hub, screen)
        let console = DeveloperConsole(log: log, hub: hub, recorder: recorder(SampleEvent.standardFolder, functions)) {
            watch.rebuild.current
        }
        let records = try options.recordFolder.map { folder in
            let recorder = recorder(folder, functions)
            try recorder.prepare()
            return recorder
        }
        let report = { @Sendable (done: CompletedRequest) in
            screen.show(done)
            if done.kind != .page { log.add(done) }
            do { try records?.record(done) } catch { screen.announce("\(error)") }
        }
        let handler = SystemHandler(
            gateway: gateway, pools: functions.pools, pages: options.pages, isLive: options.watches, console: console,
            prices: { prices(template.memory, functions.variables, shell) }, buildError: { watch.rebuild.error },
            report: report)
        let server = try ServeAddresses.first(handler, options)
        let otherOrigin = OtherOrigin(
            pages: options.pages, isLive: options.watches, origin: "http://\(server.address)", console: console,
            report: report)
        let otherServer = try ServeAddresses.other(otherOrigin, options, first: server.port)
        if options.watches { try watch.start() }
        server.start()
        otherServer.start()
        try screen.start(
            address: server.address, otherAddress: otherServer.address, template: template, variables: variables,
            shell: shell)
        for (name, mode) in options.modes where mode == .external { try functions.pools[name]?.prepare() }
        Signals.wait(for: signals)
        server.stop()
        otherServer.stop()
        return 0
    }

    /// Writes events into `folder`, with the variables that the functions have been given, but no secrets.
    private static func recorder(_ folder: String, _ functions: ServeFunctions) -> EventRecorder {
        EventRecorder(folder: folder) { functions.variables.overrides(for: $0, withSecrets: false) }
    }

    /// The developer's keys for AWS, or invented ones for the embedded services.
    static func credentials(_ options: ServeOptions, _ shell: [String: String]) throws -> Credentials? {
        guard options.usesAWS else { return EmbeddedCredentials.invented() }
        let own = Credentials(shell: shell)
        let targets = ServiceTargets(dynamoDB: nil, bedrock: nil, embedded: nil, credentials: own)
        do { _ = try FunctionEnvironment(targets, shell: shell, functions: Set(Gateway.functions)) } catch {
            throw UsageError(error.description)
        }
        return own
    }

    /// The embedded services; nil where AWS is called.
    static func host(_ options: ServeOptions, _ credentials: Credentials?) throws -> EmbeddedHost? {
        guard !options.usesAWS else { return nil }
        return EmbeddedHost(
            try ServeSchools(options).services(credentials), modelDelayMilliseconds: options.delayMilliseconds,
            pageDelayMilliseconds: options.pageDelayMilliseconds)
    }

    /// The gateway's cache, as the template has it.
    private static func cache(_ options: ServeOptions, _ template: StackTemplate) throws -> ResponseCache? {
        guard options.hasCache else { return nil }
        guard let seconds = template.cacheSeconds, !template.cacheKeys.isEmpty else {
            throw CommandFailure("--cache: \(StackTemplate.standardFile) has no route with a cache, or cannot be read")
        }
        return ResponseCache(keys: template.cacheKeys, seconds: seconds)
    }

    /// The prices as MatchExplainer is told them.
    private static func prices(
        _ memory: [String: Int], _ variables: FunctionVariables, _ shell: [String: String]
    ) -> Cost.Prices {
        func price(_ variable: Variable) -> Double {
            let given = variables.value(variable, orOf: shell)
            return (given ?? variable.standard).flatMap(Double.init) ?? 0
        }
        return Cost.Prices(memory: memory, inputTokens: price(.inputPrice), outputTokens: price(.outputPrice))
    }
}
