import Foundation
import Support
import Testing

/// The pages in a real browser, against `./build.sh serve`.
///
/// Tests/Python/site/run.py lists the checks.
@Suite(
    .enabled(if: Parts.mustRun(Browser.isReady), "Chromium, Playwright or the zips are missing: run ./build.sh test"))
struct SiteTests {
    @Test("every flow, state and budget of the pages", .timeLimit(.minutes(15))) func pages() throws {
        let run = try Browser.run("run.py", seconds: 840)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
    }
}

/// The Python that drives a browser, and what it needs.
enum Browser {
    /// The Python that has Playwright and axe.
    static let python = Parts.root.appending(path: ".build/venv-site/bin/python")

    /// Whether Chromium, Playwright and a zip of each function are there.
    static let isReady =
        FileManager.default.isExecutableFile(atPath: python.path)
        && ["chromium-headless-shell", "chromium"].contains {
            FileManager.default.isExecutableFile(atPath: "/usr/bin/\($0)")
        }
        && ["GetSchools", "MatchExplainer"].allSatisfy {
            FileManager.default.fileExists(atPath: Parts.root.appending(path: "dist/\($0).zip").path)
        }

    /// Runs a script of Tests/Python/site.
    static func run(_ script: String, seconds: Double) throws -> Subprocess {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        return try Subprocess.run(
            python, [Parts.root.appending(path: "Tests/Python/site/\(script)").path],
            environment: ["PATH": path, "HOME": NSTemporaryDirectory(), "PYTHONDONTWRITEBYTECODE": "1"],
            seconds: seconds)
    }
}
