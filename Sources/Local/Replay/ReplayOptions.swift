import AWSClient

/// What `local replay` was asked to do.
struct ReplayOptions {
    var functions = "dist"
    var events: [String] = []
    var eventsFolder = "Events"
    var items: String?
    var pageSize: Int?
    var dynamodb: String?
    var usesAWS = false
    var isVerbose = false
    var showsBody = false
    var isJSON = false
    var timeoutMilliseconds = 10_000
    var wantsHelp = false

    /// Throws `Problem` for what is not an option, or has no sense together.
    init(_ given: [String]) throws(Problem) {
        let arguments = try Arguments(
            given, command: "replay",
            options: ["--functions", "--events", "--items", "--page-size", "--dynamodb", "--timeout"],
            switches: ["--aws", "--verbose", "--body", "--json", "--help", "-h"])
        wantsHelp = arguments.has("--help") || arguments.has("-h")
        functions = arguments["--functions"] ?? functions
        events = arguments.operands
        eventsFolder = arguments["--events"] ?? eventsFolder
        items = arguments["--items"]
        pageSize = try arguments.integer("--page-size", in: 1...1_000_000)
        dynamodb = arguments["--dynamodb"]
        if let dynamodb, Endpoint(dynamodb) == nil {
            throw Problem("--dynamodb \(dynamodb): an http:// or https:// URL is needed")
        }
        usesAWS = arguments.has("--aws")
        isVerbose = arguments.has("--verbose")
        showsBody = arguments.has("--body")
        isJSON = arguments.has("--json")
        if let text = arguments["--timeout"] {
            guard let seconds = Double(text), seconds > 0, seconds <= 900 else {
                throw Problem("--timeout \(text): seconds are needed, above 0 and up to 900")
            }
            timeoutMilliseconds = max(1, Int(seconds * 1000))
        }
        if usesAWS, dynamodb != nil { throw Problem("--aws and --dynamodb exclude each other") }
        if usesAWS || dynamodb != nil, pageSize != nil || items != nil {
            throw Problem("--page-size and --items belong to the embedded endpoint: not with --aws or --dynamodb")
        }
    }

    static let help = """
        local replay --functions DIR [options] [EVENT.json …]

        Replays events through the functions in DIR/*.zip, prints what a caller would get, and compares it with the
        expected answer beside the event (EVENT.expected.json). Without names: every event in the folder Events.

          --functions DIR   folder of GetSchools.zip (default dist)
          --events DIR      folder of the events (default Events)
          --items FILE      schools of the embedded DynamoDB endpoint (default: schools.json in the events' folder)
          --page-size N     the embedded endpoint reads at most N items for a page
          --dynamodb URL    another endpoint (DynamoDB Local, ministack), with your AWS_* keys, or else test/test
          --aws             AWS itself, with your keys, AWS_REGION and TABLE_NAME from the environment
          --timeout SECONDS of one event (default 10)
          --verbose         the function's log lines under each event
          --body            the whole body under each event
          --json            one JSON array of results and nothing else
          --help            this text

        Passed on to the function where you have set them: \(FunctionEnvironment.passedOn.joined(separator: ", ")),
        and with --dynamodb and --aws also \(FunctionEnvironment.passedOnBeyond.joined(separator: ", ")). Nothing else.

        Expected answers: {"statusCode":200,"headers":{…},"body":{…}} or {"errorType":"Function.…"}
          Of an object every expected member must match; others may be there. Arrays match element by element and have
          the same length. Numbers match by their digits. "*" matches anything present, null what is absent or null.
          Header names match in any case. body is compared with the JSON in the answer's body, or with its text where a
          string is expected. An event without an expected answer passes if its status is below 500.

        Exit status: 0 all passed, 1 an answer differs, 2 it could not be done.
        """
}
