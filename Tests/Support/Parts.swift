import Foundation

/// The parts around the code that a test needs: the repository, the Python environment with the real third-party parts.
///
/// The rule for a part that is not there: a developer sees the test skipped by name, and with `CI=true` it fails. So a
/// test is enabled with `.enabled(if: Parts.mustRun(part != nil), …)` and then requires the part.
package enum Parts {
    /// The repository's root.
    package static let root = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// Whether this is a run where nothing may be skipped.
    package static var isCI: Bool { ProcessInfo.processInfo.environment["CI"] == "true" }

    /// Whether a test that needs a part is to run: if the part is there, or if a missing one is a failure.
    package static func mustRun(_ isThere: Bool) -> Bool { isThere || isCI }

    /// The folder of the Python environment: `$FLIGHT_SCHOOL_VENV`, or else `.build/venv`; nil if there is no Python in
    /// it.
    package static let venv: URL? = {
        let given = ProcessInfo.processInfo.environment["FLIGHT_SCHOOL_VENV"]
        let folder = given.map { URL(filePath: $0) } ?? root.appending(path: ".build/venv")
        return FileManager.default.isExecutableFile(atPath: folder.appending(path: "bin/python").path) ? folder : nil
    }()

    /// The environment's Python if it can import `module`.
    package static func python(with module: String) -> URL? {
        guard let python = venv?.appending(path: "bin/python"),
            let run = try? Subprocess.run(python, ["-c", "import \(module)"], seconds: 30), run.status == 0
        else { return nil }
        return python
    }

    /// The bytes of a file of the repository, by its path from the root.
    package static func file(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: root.appending(path: path)))
    }
}
