import EmbeddedAWS
import Foundation
import Terminal

/// `local endpoints`: serves the embedded DynamoDB and Bedrock endpoints until it is interrupted.
enum EndpointsCommand {
    static let command = Command(
        name: "endpoints", synopsis: "", summary: "serve the embedded AWS endpoints until interrupted",
        options: ["--port", "--page-size", "--items", "--generate", "--bedrock-fault"],
        switches: ["--no-index"], help: help
    ) { arguments in
        let signals = Signals.hold(Signals.termination)
        let file = arguments["--items"] ?? ServeSchools.standardFile
        let keys = EmbeddedCredentials.fixed
        let services = try TextFile.services(
            schools: file, count: try arguments.integer("--generate", in: 0...TextFile.maximumSchools),
            index: arguments.has("--no-index") ? .missing : .ready,
            pageSize: try arguments.integer("--page-size", in: 1...1_000_000), credentials: keys,
            faults: try FaultPlan(arguments.all("--bedrock-fault")))
        let server = try HTTPServer(
            port: UInt16(try arguments.integer("--port", in: 0...65_535) ?? 0), handler: services)
        server.start()
        let url = "http://\(server.address)"
        try Console.write(
            """
            export AWS_ENDPOINT_URL_DYNAMODB=\(url) AWS_ENDPOINT_URL_BEDROCK_RUNTIME=\(url)
            export AWS_REGION=us-east-1 AWS_DEFAULT_REGION=us-east-1
            export AWS_ACCESS_KEY_ID=\(keys.accessKeyID) AWS_SECRET_ACCESS_KEY=\(keys.secretAccessKey)
            unset AWS_SESSION_TOKEN AWS_PROFILE
            # tables \(EmbeddedServices.schoolsTable) of \(file), and \(EmbeddedServices.explanationsTable); \
            Claude models; interrupt to stop
            """)
        Signals.wait(for: signals)
        return 0
    }

    private static let help = """
        local endpoints [--port N] [--page-size N] [--items FILE] [--generate N] [--no-index]
                        [--bedrock-fault NAME[:COUNT],…]

        Serves the embedded DynamoDB and Bedrock runtime endpoints on 127.0.0.1 until interrupted, with the schools of
        FILE (default Events/schools.json) in the table flight-schools and an empty table explanations, and prints the
        lines that point an SDK or the AWS CLI at them. They know the operations and parameters that the functions send,
        and refuse others by name. With AWS_BEARER_TOKEN_BEDROCK set, Bedrock takes that API key, too.

          --port N        listen on this port (default: a free one)
          --page-size N   read at most N items for a page, to see paging (default: 1 MB, as AWS does)
          --items FILE    a JSON array of schools
          --generate N    N invented schools like those of the file, instead of them
          --no-index      the table flight-schools has no CatalogueIndex
          --bedrock-fault NAME[:COUNT],…   calls of models fail; local replay --help lists the names
        """
}
