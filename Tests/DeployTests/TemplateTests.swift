import Foundation
import Support
import Testing

/// Sources/Deploy/template.yaml as others read it: cfn-lint, the SAM translator, and the list of its promises (promises.py).
///
/// The checks are in Python, which has the translator and a YAML reader that knows CloudFormation's tags.
@Suite(.enabled(if: Parts.mustRun(Operator.tools != nil), "cfn-lint is not installed: run ./build.sh test"))
struct TemplateTests {
    @Test("cfn-lint finds nothing", .timeLimit(.minutes(2))) func lints() throws {
        let lint = try Operator.python([
            "-c", "from cfnlint.runner import main; main()", "--format", "parseable", "--regions", "us-east-1", "--",
            Parts.root.appending(path: "Sources/Deploy/template.yaml").path,
        ])
        #expect(lint.status == 0, "\(lint.output)\(lint.errors)")
    }

    @Test(
        "the expanded template keeps its promises", .timeLimit(.minutes(2)),
        arguments: [
            "expands", "json", "alarms", "permissions", "reads", "models", "tables", "functions", "variables", "api",
            "cors", "watching", "outputs",
        ])
    func keeps(_ check: String) throws {
        let run = try Operator.run("template.py", [check])
        #expect(run.status == 0, "\(run.errors)\(run.output)")
    }

    @Test("the runbook's names and commands exist, and its bill adds up", .timeLimit(.minutes(3))) func runbook() throws
    {
        let run = try Operator.run("runbook.py")
        #expect(run.status == 0, "\(run.errors)\(run.output)")
    }
}
