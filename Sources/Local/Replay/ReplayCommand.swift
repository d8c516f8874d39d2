import EmbeddedAWS
import Foundation
import Terminal

/// `local replay`: events through the packaged functions, one after the other, and a report.
enum ReplayCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let options = try ReplayOptions(arguments)
        if options.wantsHelp {
            try Console.write(ReplayOptions.help)
            return 0
        }
        Leftovers.shared.clearWhenInterrupted()
        // Everything that can be wrong with the files is found before the first process starts.
        var events = try SampleEvent.load(options.events, folder: options.eventsFolder)
        if !options.faults.isEmpty { events = events.map(\.expectingAnyExplanation) }
        let shell = ProcessInfo.processInfo.environment
        let (targets, services, server) = try services(options, shell)
        defer { server?.stop() }
        let environment = try FunctionEnvironment(targets, shell: shell, functions: Set(events.map(\.function)))
        let runners = try runners(events, options, environment)
        let usesColor = isatty(STDOUT_FILENO) == 1 && shell["NO_COLOR"]?.isEmpty != false
        var report = try ReplayReport(names: events.map(\.name), options: options, usesColor: usesColor)
        for event in events {
            guard let runner = runners[event.instance] else { continue }
            let before = services?.bedrock.calls ?? 0
            let (result, initMilliseconds) = try runner.run(
                event.bytes, timeoutMilliseconds: options.timeoutMilliseconds)
            let calls = options.bedrock == nil ? services.map { $0.bedrock.calls - before } : nil
            try report.add(ReplayResult(event, result, initMilliseconds: initMilliseconds, modelCalls: calls))
        }
        try report.finish()
        return report.failed == 0 ? 0 : 1
    }

    /// One for each function and environment that the events ask for.
    private static func runners(
        _ events: [SampleEvent], _ options: ReplayOptions, _ environment: FunctionEnvironment
    ) throws -> [String: FunctionRunner] {
        var packages: [String: FunctionPackage] = [:]
        var runners: [String: FunctionRunner] = [:]
        for event in events where runners[event.instance] == nil {
            let package =
                try packages[event.function]
                ?? FunctionPackage(event.function, in: options.functions, neededBy: event.name)
            packages[event.function] = package
            runners[event.instance] = FunctionRunner(
                event.function, package: package, environment: environment, overrides: event.environment)
        }
        return runners
    }

    private static func services(
        _ options: ReplayOptions, _ shell: [String: String]
    ) throws -> (ServiceTargets, EmbeddedServices?, HTTPServer?) {
        let credentials = ServiceTargets.credentials(options, shell: shell)
        guard !options.usesAWS, let credentials else {
            return (ServiceTargets(dynamoDB: .aws, bedrock: .aws, credentials: credentials), nil, nil)
        }
        // Without a file of schools only an endpoint of the developer's own can answer.
        let items = options.items ?? "\(options.eventsFolder)/schools.json"
        let table = options.dynamoDB == nil ? try TextFile.table(items) : try EmbeddedSchools([])
        let services = EmbeddedServices(
            dynamoDB: DynamoDBEndpoint(table: table, pageSize: options.pageSize, credentials: credentials),
            bedrock: BedrockEndpoint(
                credentials: credentials, apiKey: shell["AWS_BEARER_TOKEN_BEDROCK"], faults: options.faults))
        let server = try HTTPServer(handler: services)
        server.start()
        let url = "http://\(server.address)"
        let targets = ServiceTargets(
            dynamoDB: options.dynamoDB.map { .endpoint(url: $0) } ?? .embedded(url: url),
            bedrock: options.bedrock.map { .endpoint(url: $0) } ?? .embedded(url: url), credentials: credentials)
        return (targets, services, server)
    }
}
