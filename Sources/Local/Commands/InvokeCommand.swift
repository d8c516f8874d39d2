import EmbeddedAWS
import Foundation
import JSON
import LocalServer
import Terminal

/// `local invoke`: one event through one packaged function.
enum InvokeCommand {
    static let command = Command(
        name: "invoke", synopsis: "NAME --event FILE | --get PATH | …",
        summary: "send one event to a packaged function",
        options: InvokeEvent.options.union([
            "--functions", "--format", "--schools", "--generate", "--env", "--delay", "--page-delay", "--fail",
        ]),
        switches: ["--aws", "--print-event"], maximumFiles: 1, help: help
    ) { arguments in
        let name = try function(arguments)
        let options = try ServeOptions(arguments)
        let event = try InvokeEvent(arguments, function: name, format: options.format)
        guard arguments.has("--print-event") else { return try invoke(name, event, options) }
        try Console.write(String(String(decoding: event.bytes, as: UTF8.self).trimming { $0.isNewline }))
        return 0
    }

    private static func function(_ arguments: Arguments) throws(UsageError) -> String {
        let names = Gateway.functions.joined(separator: " or ")
        guard let name = arguments.operands.first else { throw UsageError("invoke needs a function: \(names)") }
        guard Gateway.functions.contains(name) else { throw UsageError("\(name) is no function: \(names)") }
        return name
    }

    private static func invoke(_ name: String, _ event: InvokeEvent, _ options: ServeOptions) throws -> Int32 {
        Cleanup.shared.runWhenInterrupted()
        let shell = ProcessInfo.processInfo.environment
        let variables = try FunctionVariables(event.environment + options.variables)
            .over(FunctionVariables(file: ".env"))
        let credentials = try ServeCommand.credentials(options, shell)
        let host = try ServeCommand.host(options, credentials)
        let functions = try ServeFunctions(
            options, names: [name], variables: variables, shell: shell, credentials: credentials, host: host,
            announce: Console.complain)
        guard let pool = functions.pools[name] else { return 2 }
        defer { pool.end() }
        let invocation = pool.invoke(event.bytes)
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
        local invoke NAME --example EVENT [options]

        Sends one event to the packaged function NAME and prints what it returns, the whole response, as JSON on standard
        output, and its log on standard error.

          --event FILE        the JSON in a file
          --get PATH          the event of a request such as '/schools?state=CA'
          --example EVENT     an event of Events/ by its name, such as list-cards, with the variables that belong to it
          --format FORMAT     the form of the event of --get: rest, http or url (default rest)
          --print-event       print the event and send it nowhere
          --remote            send it to the deployed function instead, through the AWS CLI (./build.sh invoke only), with
          --stack NAME        the stack (default flight-school); the options below are not for --remote
          --schools FILE, --generate N, --env NAME=VALUE, --delay MS, --page-delay MS, --fail NAME[:COUNT],…, --aws,
          --functions DIR     as in local serve --help

        Exit status: 0 the function responded, 1 it failed, 2 it could not be done.
        """
}
