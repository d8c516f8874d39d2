import Foundation
import TestSupport
import Testing

/// Deploy/template.yaml as others read it: cfn-lint, the SAM translator, and the list of what it promises (promises.py).
///
/// `template.py` holds the checks, for the translator and a YAML reader that knows CloudFormation's tags are Python's.
@Suite(.enabled(if: Parts.mustRun(Template.python != nil), "cfn-lint is not installed: run ./build.sh test"))
struct TemplateTests {
    @Test("cfn-lint has nothing to say", .timeLimit(.minutes(2)))
    func lints() throws {
        let lint = try Template.run([
            Template.lint, "--format", "parseable", "--regions", "us-east-1", "--", Template.path,
        ])
        #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
    }

    @Test(
        "the expanded template holds what it promises", .timeLimit(.minutes(2)),
        arguments: ["expands", "json", "alarms", "permissions", "tables", "functions", "api", "watching", "outputs"])
    func holds(_ check: String) throws {
        let answer = try Template.run([Template.helper, Template.path, check])
        #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    }

    @Test(
        "ministack deploys it, and its API answers the three routes through the real zips", .timeLimit(.minutes(3)),
        .enabled(if: Parts.mustRun(Template.isPackaged), "the zips are not built: run ./build.sh"))
    func deploys() throws {
        let dist = Parts.root.appending(path: "dist").path
        let answer = try Template.run([Template.deploy, Template.path, dist], seconds: 150)
        #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    }
}

/// The template, and the Python that reads it.
enum Template {
    static let path = Parts.root.appending(path: "Deploy/template.yaml").path
    static let helper = Parts.root.appending(path: "Tests/DeployTests/template.py").path
    static let deploy = Parts.root.appending(path: "Tests/DeployTests/deploy.py").path
    static let python = Parts.python(with: "cfnlint, samtranslator, ministack, boto3")
    static let lint = (Parts.venv?.appending(path: "bin/cfn-lint").path) ?? "cfn-lint"

    static let isPackaged = ["GetSchools", "MatchExplainer"].allSatisfy {
        FileManager.default.fileExists(atPath: Parts.root.appending(path: "dist/\($0).zip").path)
    }

    /// Python with `arguments`, and with no region or credentials to find.
    static func run(_ arguments: [String], seconds: Double = 90) throws -> Subprocess {
        try Subprocess.run(
            try #require(python, "cfn-lint and the SAM translator must be in .build/venv"), arguments,
            environment: ["PATH": "/usr/bin:/bin", "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: seconds)
    }
}
