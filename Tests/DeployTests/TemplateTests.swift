import Foundation
import Support
import Testing

/// Deploy/template.yaml as others read it: cfn-lint, the SAM translator, and the list of what it promises (promises.py).
///
/// `template.py` holds the checks, for the translator and a YAML reader that knows CloudFormation's tags are Python's.
@Suite(.enabled(if: Parts.mustRun(Operator.tools != nil), "cfn-lint is not installed: run ./build.sh test"))
struct TemplateTests {
    static let path = Parts.root.appending(path: "Deploy/template.yaml").path

    @Test("cfn-lint has nothing to say", .timeLimit(.minutes(2)))
    func lints() throws {
        let lint = try Operator.run([
            "-c", "from cfnlint.runner import main; main()", "--format", "parseable", "--regions", "us-east-1", "--",
            Self.path,
        ])
        #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
    }

    @Test(
        "the expanded template holds what it promises", .timeLimit(.minutes(2)),
        arguments: ["expands", "json", "alarms", "permissions", "tables", "functions", "api", "watching", "outputs"])
    func holds(_ check: String) throws {
        let answer = try Operator.run([Operator.script("template.py"), Self.path, check])
        #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    }

    @Test("the runbook names what is there, and its bill adds up", .timeLimit(.minutes(3)))
    func runbook() throws {
        let answer = try Operator.run([Operator.script("runbook.py"), Parts.root.path])
        #expect(answer.status == 0, "\(answer.output)\(answer.errors)")
    }
}
