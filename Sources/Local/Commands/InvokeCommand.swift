import EmbeddedAWS
import Foundation
import JSON
import LocalServer
import Terminal

/// `local invoke`: one event through one packaged function.
enum InvokeCommand {
    static let command = Command(
        name: "invoke", synopsis: "NAME --event FILE | --get PATH", summary: "send one event to a packaged function",
        options: [
            "--functions", "--event", "--get", "--format", "--schools", "--generate", "--env", "--delay", "--fail",
        ],
        switches: ["--aws"], maximumFiles: 1, help: help
    ) { arguments in
        let name = try function(arguments)
        return try invoke(name, try event(arguments), try ServeOptions(arguments))
    }

    private static func function(_ arguments: Arguments) throws(UsageError) -> String {
        let names = Gateway.functions.joined(separator: " or ")
        guard let name = arguments.operands.first else { throw UsageError("invoke needs a function: \(names)") }
        guard Gateway.functions.contains(name) else { throw UsageError("\(name) is no function: \(names)") }
        return name
    }

    private static func event(_ arguments: Arguments) throws -> [UInt8] {
        switch (arguments["--event"], arguments["--get"]) {
        case (let file?, nil): return try TextFile.json(file).bytes
        case (nil, let target?):
            guard target.hasPrefix("/") else { throw UsageError("--get \(target): a path such as /schools?state=CA") }
            let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let request = HTTPRequest(
                method: "GET", path: parts[0], query: parts.count > 1 ? parts[1] : "",
                headers: [("Host", "127.0.0.1"), ("User-Agent", "local invoke"), ("Accept", "application/json")])
            return Gateway.event(of: request, format: try ServeOptions(arguments).format)
        default: throw UsageError("invoke needs --event FILE or --get PATH, one of them")
        }
    }

    private static func invoke(_ name: String, _ event: [UInt8], _ options: ServeOptions) throws -> Int32 {
        Cleanup.shared.runWhenInterrupted()
        let shell = ProcessInfo.processInfo.environment
        let variables = try FunctionVariables(options.variables).over(FunctionVariables(file: ".env"))
        let credentials = try ServeCommand.credentials(options, shell)
        let host = try ServeCommand.host(options, credentials)
        let functions = try ServeFunctions(
            options, names: [name], variables: variables, shell: shell, credentials: credentials, host: host,
            announce: Console.complain)
        guard let pool = functions.pools[name] else { return 2 }
        defer { pool.end() }
        let invocation = pool.invoke(event, milliseconds: Gateway.timeoutMilliseconds)
        for line in invocation.log { Console.complain(line) }
        if let failure = invocation.failure { Console.complain("local: \(failure)") }
        guard !invocation.payload.isEmpty else { return 1 }
        let isJSON = (try? JSONValue(parsing: invocation.payload)) != nil
        let text = String(decoding: invocation.payload, as: UTF8.self)
        try Console.write(isJSON ? text : JSONValue.string(text).text)
        return invocation.failure == nil ? 0 : 1
    }

    private static let help = """
        local invoke NAME --event FILE [options]
        local invoke NAME --get PATH [options]

        Sends one event to the packaged function NAME and prints what it returns, the whole response, as JSON on standard
        output, and its log on standard error. The event is the JSON in FILE, or the event of GET PATH.

          --event FILE        the event
          --get PATH          a request such as '/schools?state=CA'
          --format FORMAT     the form of its event: rest, http or url (default rest)
          --schools FILE, --generate N, --env NAME=VALUE, --delay MS, --fail NAME[:COUNT],…, --aws, --functions DIR
                              as in local serve --help

        Exit status: 0 the function responded, 1 it failed, 2 it could not be done.
        """
}
