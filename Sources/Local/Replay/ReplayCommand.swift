import Foundation

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
        let events = try SampleEvent.load(options.events, folder: options.eventsFolder)
        let shell = ProcessInfo.processInfo.environment
        let (target, server) = try dynamoDB(options)
        defer { server?.stop() }
        let environment = try FunctionEnvironment(target, shell: shell)
        var runners: [String: FunctionRunner] = [:]
        for name in Set(events.map(\.function)).sorted() {
            let package = try FunctionPackage(name, in: options.functions)
            runners[name] = FunctionRunner(name, package: package, environment: environment)
        }
        let usesColor = isatty(STDOUT_FILENO) == 1 && shell["NO_COLOR"]?.isEmpty != false
        var report = try ReplayReport(names: events.map(\.name), options: options, usesColor: usesColor)
        for event in events {
            guard let runner = runners[event.function] else { continue }
            let (result, initMilliseconds) = try runner.run(
                event.bytes, timeoutMilliseconds: options.timeoutMilliseconds)
            try report.add(ReplayResult(event, result, initMilliseconds: initMilliseconds))
        }
        try report.finish()
        return report.failed == 0 ? 0 : 1
    }

    private static func dynamoDB(_ options: ReplayOptions) throws -> (DynamoDBTarget, HTTPServer?) {
        if options.usesAWS { return (.aws, nil) }
        if let url = options.dynamodb { return (.endpoint(url: url), nil) }
        let credentials = EmbeddedCredentials.invented()
        let items = options.items ?? "\(options.eventsFolder)/schools.json"
        let endpoint = DynamoDBEndpoint(
            table: try TextFile.table(items), pageSize: options.pageSize, credentials: credentials)
        let server = try HTTPServer(handler: endpoint)
        server.start()
        return (.embedded(url: "http://\(server.address)", credentials), server)
    }
}
