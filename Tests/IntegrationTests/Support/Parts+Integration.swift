import Foundation
import Support
import Testing

// The parts of these tests: the packaged function, and programs that others wrote.
extension Parts {
    /// Where this run unpacks and writes; below `.build`.
    static let workFolder = root.appending(path: ".build/integration")

    /// The Python of the environment that has ministack and boto3.
    static let ministack: URL? = {
        guard let python = venv?.appending(path: "bin/python") else { return nil }
        return program(venv?.appending(path: "bin/ministack")) == nil ? nil : python
    }()

    /// microburst, which injects faults.
    static let microburst = program(
        folder("FLIGHT_SCHOOL_MICROBURST", ".build/venv-microburst").appending(path: "bin/microburst"))

    /// AWS's own Runtime Interface Emulator.
    static let emulator = program(folder("FLIGHT_SCHOOL_RIE", ".build/parts/aws-lambda-rie"))

    /// The developer's tool, which is beside the test bundle.
    static let localTool: URL? = CommandLine.arguments.lazy.compactMap { argument -> URL? in
        guard let end = argument.range(of: ".xctest")?.lowerBound else { return nil }
        return program(URL(filePath: String(argument[..<end])).deletingLastPathComponent().appending(path: "local"))
    }.first

    /// The Python that runs `peer.py`, which needs nothing but the standard library.
    static let interpreter = venv?.appending(path: "bin/python")

    /// A file of this target's `Python` folder.
    static func script(_ name: String) -> String {
        root.appending(path: "Tests/Python/\(name)").path
    }

    private static func folder(_ variable: String, _ path: String) -> URL {
        ProcessInfo.processInfo.environment[variable].map { URL(filePath: $0) } ?? root.appending(path: path)
    }

    private static func program(_ url: URL?) -> URL? {
        url.flatMap { FileManager.default.isExecutableFile(atPath: $0.path) ? $0 : nil }
    }
}

extension Trait where Self == ConditionTrait {
    /// The test starts the packaged GetSchools.
    static var needsPackage: Self { needs(.getSchools) }

    /// The test starts the packaged MatchExplainer.
    static var needsExplainer: Self { needs(.matchExplainer) }

    private static func needs(_ function: Function) -> Self {
        .enabled(
            if: Parts.mustRun(function.bootstrap != nil), "dist/\(function.rawValue).zip is missing: run ./build.sh")
    }

    /// The test needs ministack and boto3.
    static var needsMinistack: Self {
        .enabled(if: Parts.mustRun(Parts.ministack != nil), "ministack is missing: run Tests/parts.sh")
    }

    /// The test needs microburst, which needs ministack.
    static var needsMicroburst: Self {
        .enabled(
            if: Parts.mustRun(Parts.microburst != nil && Parts.ministack != nil),
            "microburst or ministack is missing: run Tests/parts.sh")
    }

    /// The test needs AWS's emulator.
    static var needsEmulator: Self {
        .enabled(
            if: Parts.mustRun(Parts.emulator != nil && Parts.interpreter != nil),
            "AWS's Runtime Interface Emulator is missing: run Tests/parts.sh")
    }
}
