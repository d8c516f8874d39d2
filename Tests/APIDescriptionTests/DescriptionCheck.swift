import Foundation
import JSON
import Support
import Testing

/// The Python that checks the description, and what it needs.
enum DescriptionCheck {
    /// The Python with a YAML reader that knows CloudFormation's tags, and the AWS CLI.
    static let tools = python(in: ".build/venv-aws")
    /// The Python with schemathesis and the linters.
    static let drivers = python(in: ".build/venv-api")

    static let isReady = tools != nil && drivers != nil
    static let canDrive =
        isReady && Parts.python(with: "ministack, boto3") != nil
        && ["dist/GetSchools.zip", "dist/MatchExplainer.zip", ".build/debug/local"].allSatisfy {
            FileManager.default.fileExists(atPath: Parts.root.appending(path: $0).path)
        }

    private static func python(in folder: String) -> URL? {
        let python = Parts.root.appending(path: "\(folder)/bin/python")
        return FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }

    /// The description as JSON.
    static func description() throws -> JSONValue { try JSONValue(parsing: Array(run("description.py").utf8)) }

    /// Runs a script of Tests/Python, which prints what is wrong and then ends with a status that is not 0. Returns what it
    /// wrote.
    @discardableResult
    static func run(
        _ script: String, with python: URL? = tools, input: String = "", seconds: Double = 90
    ) throws -> String {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let result = try Subprocess.run(
            try #require(python), [Parts.root.appending(path: "Tests/Python/api/\(script)").path],
            environment: ["PATH": path, "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            input: Data(input.utf8), seconds: seconds)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
        return result.output
    }
}
