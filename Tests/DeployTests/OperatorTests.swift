import Foundation
import TestSupport
import Testing

/// The operator's commands on ministack, which checks signatures and policies, with the zips of `dist/`.
@Suite(
    .enabled(if: Parts.mustRun(Operator.isReady), "ministack, the AWS CLI or the zips are missing: run ./build.sh test")
)
struct OperatorTests {
    @Test("a new operator's day: from nothing to a healthy API, faults, and back", .timeLimit(.minutes(15)))
    func day() throws {
        let python = try #require(Parts.python(with: "ministack, boto3"), "ministack must be in .build/venv")
        let answer = try Operator.run([Operator.script("deploy.py")], python: python, seconds: 840)
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
    static func run(_ arguments: [String], python: URL? = tools, seconds: Double = 90) throws -> Subprocess {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try Subprocess.run(
            try #require(python, "the AWS CLI and cfn-lint must be in .build/venv-aws"), arguments,
            environment: ["PATH": path, "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: seconds)
    }
}
