import AWSClient
import EmbeddedAWS
import Foundation
import Terminal

/// `local endpoints`: serves the embedded DynamoDB and Bedrock endpoints until it is interrupted.
enum EndpointsCommand {
    static func run(_ arguments: [String]) throws -> Int32 {
        let arguments = try Arguments(
            arguments, command: "endpoints", options: ["--port", "--page-size", "--items", "--bedrock-fault"],
            switches: ["--help", "-h"])
        if arguments.has("--help") || arguments.has("-h") {
            try Console.write(help)
            return 0
        }
        if let operand = arguments.operands.first { throw Problem("endpoints takes no file names: \(operand)") }
        let signals = Signals.hold([SIGINT, SIGTERM])
        let items = arguments["--items"] ?? "Events/schools.json"
        let apiKey = ProcessInfo.processInfo.environment["AWS_BEARER_TOKEN_BEDROCK"]
        let services = EmbeddedServices(
            dynamoDB: DynamoDBEndpoint(
                table: try TextFile.table(items), pageSize: try arguments.integer("--page-size", in: 1...1_000_000),
                credentials: EmbeddedCredentials.fixed),
            bedrock: BedrockEndpoint(
                credentials: EmbeddedCredentials.fixed, apiKey: apiKey,
                faults: try FaultPlan(arguments.all("--bedrock-fault"))))
        let server = try HTTPServer(
            port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 0), handler: services)
        server.start()
        let lines = """
            export AWS_ENDPOINT_URL_DYNAMODB=http://\(server.address) AWS_ENDPOINT_URL_BEDROCK_RUNTIME=http://\(server.address)
            export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
            export AWS_ACCESS_KEY_ID=\(EmbeddedCredentials.fixed.accessKeyID) AWS_SECRET_ACCESS_KEY=\(EmbeddedCredentials.fixed.secretAccessKey)
            unset AWS_SESSION_TOKEN AWS_PROFILE
            # tables \(EmbeddedSchools.name) of \(items), and \(EmbeddedExplanations.name); Claude models; interrupt to stop
            """
        try Console.write(lines)
        _ = Signals.wait(for: signals)
        return 0
    }

    private static let help = """
        local endpoints [--port N] [--page-size N] [--items FILE] [--bedrock-fault NAME[:COUNT],…]

        Serves the embedded DynamoDB and Bedrock runtime endpoints on 127.0.0.1 until interrupted, with the schools of FILE
        (default Events/schools.json) in the table flight-schools and an empty table explanations, and prints the lines that
        point an SDK or the AWS CLI at them. With AWS_BEARER_TOKEN_BEDROCK set, Bedrock takes that API key, too.

          --port N        listen on this port (default: a free one)
          --page-size N   read at most N items for a page, to see paging (default: 1 MB, as AWS does)
          --items FILE    a JSON array of schools
          --bedrock-fault NAME[:COUNT],…   calls of models fail; local replay --help lists the names
        """
}
