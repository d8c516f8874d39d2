import Foundation
import Support
import Testing

/// The operator's commands on ministack, which checks signatures and policies, with the zips of `dist/`.
@Suite(
    .enabled(if: Parts.mustRun(Operator.isReady), "ministack, the AWS CLI or the zips are missing: run ./build.sh test")
)
struct OperatorTests {
    @Test(
        "on ministack",
        .timeLimit(.minutes(15)),
        arguments: [
            "deploy.py",  // a new operator's day: from nothing to a healthy API, and what can go wrong
            "operate.py",  // rollback, daily and logs, and misuse of every command
            "recover.py",  // backup and restore
            "runbook_play.py",  // every command of the runbook that ministack can do
        ])
    func runs(_ script: String) throws {
        let answer = try Operator.run([Operator.script(script)], seconds: 840)
        #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    }
}

/// The Python that plays the operator's part, and what it needs.
enum Operator {
    /// The Python beside the AWS CLI and cfn-lint.
    static let tools: URL? = {
        let python = Parts.root.appending(path: ".build/venv-aws/bin/python")
        return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }()

    static let isReady =
        tools != nil && Parts.python(with: "ministack, boto3") != nil
        && ["dist/GetSchools.zip", "dist/MatchExplainer.zip", ".build/debug/local"].allSatisfy {
            FileManager.default.fileExists(atPath: Parts.root.appending(path: $0).path)
        }

    static func script(_ name: String) -> String { Parts.root.appending(path: "Tests/DeployTests/\(name)").path }

    /// Python with `arguments`, and with no region or credentials to find.
    static func run(_ arguments: [String], seconds: Double = 90) throws -> Subprocess {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try Subprocess.run(
            try #require(tools, "the AWS CLI and cfn-lint must be in .build/venv-aws"), arguments,
            environment: ["PATH": path, "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: seconds)
    }
}
