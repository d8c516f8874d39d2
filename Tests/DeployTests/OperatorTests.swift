import Foundation
import Support
import Testing

/// The operator's commands on ministack, which checks signatures and policies, with the zips of `dist/`.
///
/// Tests/Python/operator/days.py lists the checks.
@Suite(
    .enabled(if: Parts.mustRun(Operator.isReady), "ministack, the AWS CLI or the zips are missing: run ./build.sh test")
)
struct OperatorTests {
    @Test("two operators' days on ministack", .timeLimit(.minutes(15))) func days() throws {
        let run = try Operator.run("days.py", seconds: 840)
        #expect(run.status == 0, "\(run.errors)\(run.output)")
    }
}

/// The Python that plays the operator's part, and what it needs.
enum Operator {
    /// The Python that has the AWS CLI and cfn-lint.
    static let tools: URL? = {
        let python = Parts.root.appending(path: ".build/venv-aws/bin/python")
        return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }()

    /// Whether ministack, the developer's tool and a zip of each function are there.
    static let isReady =
        tools != nil && Parts.python(with: "ministack, boto3") != nil
        && (functions.map { "dist/\($0).zip" } + [".build/debug/local"]).allSatisfy {
            FileManager.default.fileExists(atPath: Parts.root.appending(path: $0).path)
        }

    /// The functions: the folders of Sources whose main.swift calls `LambdaFunction.run`.
    static let functions: [String] = {
        let folders = try? FileManager.default.contentsOfDirectory(atPath: Parts.root.appending(path: "Sources").path)
        return (folders ?? []).filter {
            let main = try? String(contentsOf: Parts.root.appending(path: "Sources/\($0)/main.swift"), encoding: .utf8)
            return main?.contains("LambdaFunction.run") == true
        }
    }()

    /// Runs a script of Tests/Python/operator, which finds no region and no credentials.
    static func run(_ script: String, _ arguments: [String] = [], seconds: Double = 90) throws -> Subprocess {
        try python([Parts.root.appending(path: "Tests/Python/operator/\(script)").path] + arguments, seconds: seconds)
    }

    /// Runs Python with `arguments`.
    static func python(_ arguments: [String], seconds: Double = 90) throws -> Subprocess {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try Subprocess.run(
            try #require(tools, "the AWS CLI and cfn-lint must be in .build/venv-aws"), arguments,
            environment: ["PATH": path, "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: seconds)
    }
}
