import APIGateway
import AWSClient
import Configuration
import EmbeddedAWS
import LambdaRuntime
import Terminal
import Testing

@testable import Local

@Suite struct ReplayOptionsTests {
    private func options(_ arguments: [String]) throws -> ReplayOptions {
        try ReplayOptions(ReplayCommand.command.parse(arguments))
    }

    @Test func readsOptions() throws {
        let options = try options([
            "--functions", "zips", "--page-size=7", "a.json", "--verbose", "--timeout", "0.5", "--", "--b.json",
        ])
        #expect(options.functions == "zips")
        #expect(options.pageSize == 7)
        #expect(options.events == ["a.json", "--b.json"])
        #expect(options.isVerbose)
        #expect(options.timeoutMilliseconds == 500)
    }

    @Test(arguments: [
        ["--nonsense"], ["--functions"], ["--page-size", "0"], ["--page-size", "x"], ["--timeout", "0"],
        ["--timeout", "901"],
        ["--aws", "--bedrock", "http://x"], ["--aws", "--bedrock-fault", "hang"], ["--bedrock", "x"],
        ["--bedrock", "http://x", "--bedrock-fault", "hang"], ["--bedrock-fault", "hang,nope"],
        ["--aws", "--dynamodb", "http://x"], ["--aws", "--page-size", "1"], ["--aws", "--no-index"],
        ["--aws", "--generate", "5"], ["--generate", "x"],
        ["--dynamodb", "ftp://x"], ["--functions="],
    ])
    func refusesOptions(arguments: [String]) {
        #expect(throws: UsageError.self) { try options(arguments) }
    }

    @Test func choosesKeys() throws {
        let shell = ["AWS_ACCESS_KEY_ID": "own", "AWS_SECRET_ACCESS_KEY": "secret"]
        func id(_ arguments: [String], _ shell: [String: String]) throws -> String? {
            ServiceTargets.credentials(try options(arguments), shell: shell)?.accessKeyID
        }
        #expect(try id([], shell)?.hasPrefix("ASIA") == true)
        #expect(try id(["--aws"], shell) == "own")
        #expect(try id(["--aws"], [:]) == nil)
        #expect(try id(["--bedrock", "http://b"], shell) == "own")
        #expect(try id(["--dynamodb", "http://d"], [:]) == "test")
    }

    /// The help names every function's variables, every fault, and no function.
    @Test func theHelpFollowsTheDeclarations() {
        let words = Set(ReplayOptions.help.split { " ,.\n".contains($0) }.map(String.init))
        for variable in FunctionEnvironment.passedOn { #expect(words.contains(variable.name)) }
        for fault in BedrockFault.allCases { #expect(words.contains(fault.rawValue)) }
        for route in Route.all { #expect(!ReplayOptions.help.contains(route.function)) }
        #expect(ReplayOptions.help.split(separator: "\n").allSatisfy { $0.count <= 120 })
    }
}
