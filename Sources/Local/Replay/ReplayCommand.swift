import EmbeddedAWS
import Foundation
import Terminal

/// `local replay`: events through the packaged functions, one after the other, and a report.
enum ReplayCommand {
    static let command = Command(
        name: "replay", synopsis: "--functions DIR [EVENT.json …]",
        summary: "replay events through the packaged functions", options: ReplayOptions.options,
        switches: ReplayOptions.switches, maximumFiles: .max, help: ReplayOptions.help
    ) { arguments in
        try replay(try ReplayOptions(arguments))
    }

    private static func replay(_ options: ReplayOptions) throws -> Int32 {
        Cleanup.shared.runWhenInterrupted()
        // Every fault of the files is found before the first process starts.
        var events = try SampleEvent.load(options.events, folder: options.eventsFolder)
        if !options.faults.isEmpty { events = events.map(\.expectingAnyExplanation) }
        let shell = ProcessInfo.processInfo.environment
        let (targets, services, server) = try services(options, shell)
        defer { server?.stop() }
        let environment = try FunctionEnvironment(
            targets, shell: shell, functions: Set(events.map(\.function)), memory: StackTemplate().memory)
        let runners = try runners(events, options, environment)
        var report = try ReplayReport(names: events.map(\.name), options: options, paint: .standardOutput)
        for event in events {
            guard let runner = runners[event.instance] else { continue }
            let before = services?.modelCalls ?? 0
            let (result, instance, isNew) = try runner.run(
                event.bytes, timeoutMilliseconds: options.timeoutMilliseconds)
            let calls = options.bedrock == nil ? services.map { $0.modelCalls - before } : nil
            try report.add(
                ReplayResult(
                    event, result, initMilliseconds: isNew ? instance.initMilliseconds : nil,
                    peakMemory: instance.peakMemory, modelCalls: calls))
        }
        try report.finish()
        return report.failed == 0 ? 0 : 1
    }

    /// Returns a runner for each function and environment that the events ask for.
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

    /// Returns the targets, and the embedded services with their server where at least one of them is used.
    private static func services(
        _ options: ReplayOptions, _ shell: [String: String]
    ) throws -> (ServiceTargets, EmbeddedServices?, HTTPServer?) {
        let credentials = ServiceTargets.credentials(options, shell: shell)
        guard !options.usesAWS, let credentials else {
            return (ServiceTargets(dynamoDB: nil, bedrock: nil, embedded: nil, credentials: credentials), nil, nil)
        }
        let schools = options.items ?? "\(options.eventsFolder)/schools.json"
        let services = try TextFile.services(
            schools: options.dynamoDB == nil ? schools : nil, count: options.count,
            index: options.hasIndex ? .ready : .missing, pageSize: options.pageSize, credentials: credentials,
            faults: options.faults)
        let server = try HTTPServer(handler: services)
        server.start()
        let url = "http://\(server.address)"
        let targets = ServiceTargets(
            dynamoDB: options.dynamoDB ?? url, bedrock: options.bedrock ?? url, embedded: url, credentials: credentials)
        return (targets, services, server)
    }
}
