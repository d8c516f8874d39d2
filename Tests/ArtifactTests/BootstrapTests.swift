import Foundation
import Support
import Testing

/// The repository's own `bootstrap`, which becomes the function that `_HANDLER` names.
@Suite struct BootstrapTests {
    private let bootstrap = Parts.root.appending(path: "bootstrap")

    @Test(.packaged, .helpers, arguments: Artifact.allCases) func itBecomesTheFunction(artifact: Artifact) throws {
        let outcome = try artifact.invoke(command: [bootstrap.path])
        #expect(outcome.statusCode == 200 && outcome.status == 0, "\(outcome)")
    }

    @Test(arguments: [
        (nil, "_HANDLER is not set"), ("", "_HANDLER is not set"), ("Schools", "\"Schools\""),
        ("../GetSchools", "there is no such function"),
    ])
    func aHandlerThatIsNoneIsNamed(handler: String?, message: String) throws {
        var environment = ["PATH": "/usr/bin:/bin"]
        environment["_HANDLER"] = handler
        try expectOneLine(bootstrap, environment, containing: message)
    }

    @Test func aFunctionThatIsNotBuiltNamesTheCommand() throws {
        let folder = try TemporaryFolder()
        let elsewhere = folder.url.appending(path: "bootstrap")
        try FileManager.default.copyItem(at: bootstrap, to: elsewhere)
        try expectOneLine(
            elsewhere, ["PATH": "/usr/bin:/bin", "_HANDLER": "GetSchools"], containing: "run ./build.sh first")
    }

    private func expectOneLine(_ program: URL, _ environment: [String: String], containing text: String) throws {
        let run = try Subprocess.run(program, environment: environment)
        #expect(run.status == 1 && run.output.isEmpty)
        #expect(run.errors.contains(text) && run.errors.split(separator: "\n").count == 1, "\(run.errors)")
    }
}
