import Foundation
import Support
import Testing

@testable import Local

/// `local serve` and `local invoke` with the packaged functions: the checks are in Tests/Python/serve.
@Suite(
    .enabled(if: Parts.mustRun(Serve.isReady), "Python or the zips are missing: run ./build.sh test"), .serialized,
    .timeLimit(.minutes(5)))
struct ServeTests {
    @Test("does what its help says", arguments: ["system.py", "limits.py", "reload.py", "console.py", "invoke.py"])
    func system(script: String) throws { try Serve.run(script, with: Parts.venv?.appending(path: "bin/python")) }

    @Test(
        "is the gateway that ministack has",
        .enabled(if: Parts.mustRun(Serve.tools != nil), "cfn-lint or ministack is missing: run ./build.sh test"))
    func gateway() throws { try Serve.run("gateway.py", with: Serve.tools) }

    @Test(
        "has a console and pages in a browser",
        .enabled(if: Parts.mustRun(Serve.browser != nil), "Playwright or Chromium is missing: run ./build.sh test"),
        arguments: ["console_page.py", "other_origin.py"])
    func browser(script: String) throws { try Serve.run(script, with: Serve.browser) }
}

/// The Python that plays the client's part, and what it needs.
private enum Serve {
    static let isReady =
        Parts.venv != nil
        && ["GetSchools", "MatchExplainer"].allSatisfy {
            FileManager.default.fileExists(atPath: "\(Parts.root.path)/dist/\($0).zip")
        }

    /// The Python that reads the template.
    static let tools: URL? = {
        let python = Parts.root.appending(path: ".build/venv-aws/bin/python")
        let isThere = FileManager.default.isExecutableFile(atPath: python.path)
        return isThere && Parts.python(with: "ministack") != nil ? python : nil
    }()

    /// The Python that drives a browser.
    static let browser: URL? = {
        let python = Parts.root.appending(path: ".build/venv-site/bin/python")
        let hasChromium = ["/usr/bin/chromium-headless-shell", "/usr/bin/chromium"].contains {
            FileManager.default.isExecutableFile(atPath: $0)
        }
        return hasChromium && FileManager.default.isExecutableFile(atPath: python.path) ? python : nil
    }()

    static func run(_ script: String, with python: URL?) throws {
        var environment = ProcessInfo.processInfo.environment.filter {
            ["PATH", "LD_LIBRARY_PATH", "FLIGHT_SCHOOL_VENV"].contains($0.key)
        }
        environment["FLIGHT_SCHOOL_LOCAL"] = LocalToolProcess.tool
        environment["PYTHONDONTWRITEBYTECODE"] = "1"
        let result = try Subprocess.run(
            try #require(python), ["\(Parts.root.path)/Tests/Python/serve/\(script)"], environment: environment,
            seconds: 280)
        #expect(result.status == 0, "\(result.output)\(result.errors)")
    }
}

@Suite struct FunctionVariablesTests {
    @Test(arguments: [
        ("AI_MIN_SCOR", "AI_MIN_SCORE"), ("TABLENAME", "TABLE_NAME"), ("schools_cache", "SCHOOLS_CACHE_SECONDS"),
        ("BEDROCK_MODEL", "BEDROCK_MODEL_ID"),
    ])
    func namesTheNearest(given: String, nearest: String) {
        #expect(FunctionVariables.nearest(to: given) == nearest)
    }

    @Test func readsFilesAndOptions() throws {
        let folder = try TemporaryFolder()
        let file = try folder.write(".env", "\n# no\nAI_MIN_SCORE=5\nexport TABLE_NAME=\"a b\"\n")
        #expect(throws: (any Error).self) { try FunctionVariables(file: file) }
        try folder.write(".env", "AI_MIN_SCORE=5\n export TABLE_NAME='abc' \n")
        let variables = try FunctionVariables(["AI_MIN_SCORE=6", "SCHOOLS_CACHE_SECONDS="]).over(
            FunctionVariables(file: file))
        #expect(variables[.minimumScore] == "6" && variables[.tableName] == "abc")
        #expect(variables[.schoolsCacheSeconds] == nil)
        #expect(variables.overrides(for: "GetSchools").map(\.0) == ["TABLE_NAME", "SCHOOLS_CACHE_SECONDS"])
        #expect(try FunctionVariables(file: "/none").assignments.isEmpty)
    }
}
