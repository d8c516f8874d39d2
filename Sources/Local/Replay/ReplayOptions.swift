import AWSClient
import EmbeddedAWS
import Terminal

/// The command line of `local replay`.
struct ReplayOptions {
    static let options: Set = [
        "--functions", "--events", "--items", "--generate", "--page-size", "--dynamodb", "--bedrock", "--bedrock-fault",
        "--timeout",
    ]
    static let switches: Set = ["--aws", "--no-index", "--verbose", "--body", "--json"]

    private let arguments: Arguments
    let pageSize: Int?
    let count: Int?
    let dynamoDB: String?
    let bedrock: String?
    let faults: FaultPlan
    let timeoutMilliseconds: Int

    var functions: String { arguments["--functions"] ?? "dist" }
    var events: [String] { arguments.operands }
    var eventsFolder: String { arguments["--events"] ?? SampleEvent.standardFolder }
    var items: String? { arguments["--items"] }
    var hasIndex: Bool { !arguments.has("--no-index") }
    var usesAWS: Bool { arguments.has("--aws") }
    var isVerbose: Bool { arguments.has("--verbose") }
    var showsBody: Bool { arguments.has("--body") }
    var isJSON: Bool { arguments.has("--json") }

    /// It is an error if a value cannot be used, or two options contradict each other.
    init(_ arguments: Arguments) throws(UsageError) {
        self.arguments = arguments
        pageSize = try arguments.integer("--page-size", in: 1...1_000_000)
        count = try arguments.integer("--generate", in: 0...TextFile.maximumSchools)
        dynamoDB = try Self.endpoint(arguments, "--dynamodb")
        bedrock = try Self.endpoint(arguments, "--bedrock")
        faults = try FaultPlan(arguments.all("--bedrock-fault"))
        let timeout = arguments["--timeout"] ?? "10"
        guard let seconds = Double(timeout), seconds > 0, seconds <= 900 else {
            throw UsageError("--timeout \(timeout): seconds are needed, above 0 and up to 900")
        }
        timeoutMilliseconds = max(1, Int(seconds * 1000))
        if usesAWS, dynamoDB != nil || bedrock != nil {
            throw UsageError("--aws stands for both services: not with --dynamodb or --bedrock")
        }
        if usesAWS || dynamoDB != nil, pageSize != nil || items != nil || count != nil || !hasIndex {
            throw UsageError(
                "--page-size, --items, --generate and --no-index belong to the embedded endpoint: not with --aws or "
                    + "--dynamodb")
        }
        if usesAWS || bedrock != nil, !faults.isEmpty {
            throw UsageError("--bedrock-fault belongs to the embedded endpoint: not with --aws or --bedrock")
        }
    }

    private static func endpoint(_ arguments: Arguments, _ name: String) throws(UsageError) -> String? {
        guard let url = arguments[name] else { return nil }
        guard Endpoint(url) != nil else { throw UsageError("\(name) \(url): an http:// or https:// URL is needed") }
        return url
    }

    /// Whether the explanations come from a model whose texts are not known before.
    var showsExplanations: Bool { usesAWS || bedrock != nil }

    static let help = """
        local replay --functions DIR [options] [EVENT.json …]

        Replays events through the functions in DIR/*.zip, prints what a caller would get, and compares it with the
        expected response beside the event (EVENT.expected.json). Without names: every event in the folder Events.

          --functions DIR   folder of the functions' zips (default dist)
          --events DIR      folder of the events (default Events)
          --items FILE      schools of the embedded DynamoDB endpoint (default: schools.json in the events' folder)
          --generate N      N invented schools like those, instead of them: events that expect other ones will differ
          --no-index        the embedded table has no CatalogueIndex
          --page-size N     the embedded endpoint reads at most N items for a page
          --dynamodb URL    another endpoint (DynamoDB Local, ministack), with your AWS_* keys, or else test/test
          --bedrock URL     another Bedrock runtime endpoint, with the same keys or AWS_BEARER_TOKEN_BEDROCK
          --bedrock-fault NAME[:COUNT],…
                            the embedded Bedrock endpoint fails so, for COUNT calls or for all; may be repeated. An
                            event that expects an explanation then passes with any. The names:
        \(wrapped(BedrockFault.allCases.map(\.rawValue), indent: 20))
          --aws             AWS itself, with your keys, AWS_REGION and TABLE_NAME from the environment. Explanations
                            need AWS_BEARER_TOKEN_BEDROCK (a Bedrock API key) only, and no region (us-east-1)
          --timeout SECONDS of one event (default 10)
          --verbose         the function's log lines under each event
          --body            the whole body under each event
          --json            one JSON array of results and nothing else
          --help            this text

        Passed on where you have set them, each to the functions that read it:
        \(wrapped(FunctionEnvironment.passedOn.map(\.name))).
        With --dynamodb, --bedrock and --aws also:
        \(wrapped(FunctionEnvironment.passedOnBeyond)). Nothing else. The embedded tables are called
        \(EmbeddedServices.schoolsTable) and \(EmbeddedServices.explanationsTable), whatever yours are called.

        Expected responses: {"statusCode":200,"headers":{…},"body":{…}} or {"errorType":"Function.…"}
          Every expected member of an object must match; others may be there. Arrays match element by element and have
          the same length. Numbers match by their digits. "*" matches anything present, null what is absent or null.
          Header names match in any case. body is compared with the JSON in the response's body, or with its text if a
          string is expected. "environment":{"NAME":"value"} starts an instance of its own with these variables, and
          "function":"NAME" sends the event to that function, whatever its route.
          An event without an expected response passes if its status is below 500.

        Exit status: 0 all passed, 1 a response differs, 2 it could not be done.
        """

    /// Returns the names in lines that fit a terminal.
    static func wrapped(_ names: [String], indent: Int = 2) -> String {
        let margin = String(repeating: " ", count: indent)
        var lines = [margin]
        for (index, name) in names.enumerated() {
            let word = index + 1 < names.count ? "\(name)," : name
            if lines[lines.count - 1].count + word.count > 112 { lines.append(margin) }
            lines[lines.count - 1] += (lines[lines.count - 1].count > indent ? " " : "") + word
        }
        return lines.joined(separator: "\n")
    }
}
