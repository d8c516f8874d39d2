import Foundation
import Schools
import Support
import Testing

@testable import EmbeddedAWS

/// AWS's own Python client against the embedded endpoint, and the same requests against ministack.
@Suite struct Boto3Tests {
    /// Where the test set-up puts Python with boto3 and ministack.
    private static let environment =
        ProcessInfo.processInfo.environment["FLIGHT_SCHOOL_VENV"] ?? "\(Parts.root.path)/.build/venv"
    private static var isInstalled: Bool {
        ["python", "ministack"].allSatisfy { FileManager.default.isExecutableFile(atPath: "\(environment)/bin/\($0)") }
    }
    private static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

    @Test(
        .enabled(if: isInstalled || isCI, "boto3 and ministack are not installed: run ./build.sh test"),
        .timeLimit(.minutes(3)))
    func boto3FindsTheEndpointTruthful() throws {
        try #require(Self.isInstalled, "boto3 and ministack must be in \(Self.environment)")
        let schools = "\(Parts.root.path)/Events/schools.json"
        let keys = EmbeddedCredentials.invented()
        let items = try SampleItems.items(try Parts.file("Events/schools.json"))
        let servers = try [nil, 7].map { pageSize in
            try HTTPServer(handler: DynamoDBEndpoint(schools: items, pageSize: pageSize, credentials: keys))
        }
        for server in servers { server.start() }
        defer { for server in servers { server.stop() } }
        let script = "\(Parts.root.path)/Tests/Python/boto3_dynamodb.py"
        let process = try ChildProcess(
            "\(Self.environment)/bin/python",
            arguments: [
                script, "http://\(servers[0].address)", "http://\(servers[1].address)", "7", schools,
                CatalogueIndex.name, CatalogueIndex.attributes.joined(separator: ","), "--ministack",
                "\(Self.environment)/bin/ministack",
            ],
            environment: [
                ("PATH", "/usr/bin:/bin"), ("HOME", NSTemporaryDirectory()), ("PYTHONDONTWRITEBYTECODE", "1"),
                ("AWS_ACCESS_KEY_ID", keys.accessKeyID), ("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey),
                ("AWS_SESSION_TOKEN", keys.sessionToken ?? ""),
            ])
        let end = process.wait()
        let output = process.output.takeLines()
        #expect(end == "exit status 0", "\(output.joined(separator: "\n"))")
        #expect(output.last?.hasSuffix(" 0 failures") == true)
    }

    @Test(
        .enabled(if: isInstalled || isCI, "boto3 and ministack are not installed: run ./build.sh test"),
        .timeLimit(.minutes(2)))
    func boto3FindsTheModelsTruthful() throws {
        try #require(Self.isInstalled, "boto3 and ministack must be in \(Self.environment)")
        let keys = EmbeddedCredentials.invented()
        let server = try HTTPServer(handler: BedrockEndpoint(credentials: keys, apiKey: "bedrock-api-key"))
        let names = "throttle,not-ready,fail,unavailable,timeout,model-error,quota,deny,ended,profile"
        let faults = try FaultPlan(names.split(separator: ",").map { "\($0):1" })
        let faulty = try HTTPServer(handler: BedrockEndpoint(credentials: keys, faults: faults))
        for server in [server, faulty] { server.start() }
        defer { for server in [server, faulty] { server.stop() } }
        let process = try ChildProcess(
            "\(Self.environment)/bin/python",
            arguments: [
                "\(Parts.root.path)/Tests/Python/boto3_bedrock.py", "http://\(server.address)", "bedrock-api-key",
                "http://\(faulty.address)",
            ],
            environment: [
                ("PATH", "/usr/bin:/bin"), ("HOME", NSTemporaryDirectory()), ("PYTHONDONTWRITEBYTECODE", "1"),
                ("AWS_ACCESS_KEY_ID", keys.accessKeyID), ("AWS_SECRET_ACCESS_KEY", keys.secretAccessKey),
                ("AWS_SESSION_TOKEN", keys.sessionToken ?? ""),
            ])
        let end = process.wait()
        let output = process.output.takeLines()
        #expect(end == "exit status 0", "\(output.joined(separator: "\n"))")
        #expect(output.last == "0 failures")
    }
}
