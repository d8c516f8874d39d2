import Foundation
import Support
import Testing

/// A packaged function, out of its zip, and one invocation of it between the peers of `Tests/Python/invoke.py`.
enum Artifact: String, CaseIterable {
    case getSchools = "GetSchools"
    case matchExplainer = "MatchExplainer"

    var zip: URL { Parts.root.appending(path: "dist/\(rawValue).zip") }
    static let isBuilt = allCases.allSatisfy { FileManager.default.fileExists(atPath: $0.zip.path) }
    /// Chroots, mount namespaces and port 53 are root's.
    static let isRoot = geteuid() == 0
    static let python = Parts.python(with: "cryptography")

    /// The function's file as the zip has it, in a folder that lives as long as the tests.
    func bootstrap() throws -> URL { try Self.extracted.get().url.appending(path: "\(rawValue)/bootstrap") }

    private static let extracted = Result {
        let folder = try TemporaryFolder()
        for artifact in allCases {
            let place = folder.url.appending(path: artifact.rawValue)
            let unzip = try tool("unzip", ["-q", artifact.zip.path, "-d", place.path])
            try #require(unzip.status == 0, "\(unzip.errors)")
        }
        return folder
    }

    /// Certificates: authority, stranger, good, rsa, expired, wrong-host, each NAME.pem and NAME.key.
    static func certificate(_ name: String) throws -> String {
        try certificates.get().url.appending(path: name).path
    }

    private static let certificates = Result {
        let folder = try TemporaryFolder()
        let made = try Subprocess.run(
            try #require(python), [helper("certificates.py"), folder.url.path], environment: [:])
        try #require(made.status == 0, "\(made.errors)")
        return folder
    }

    static func helper(_ name: String) -> String {
        Parts.root.appending(path: "Tests/Python/\(name)").path
    }

    /// Runs a program of the PATH.
    static func tool(_ name: String, _ arguments: [String], seconds: Double = 60) throws -> Subprocess {
        try Subprocess.run(URL(filePath: "/usr/bin/env"), [name] + arguments, seconds: seconds)
    }

    /// One invocation of `GET /schools/school-001`, or of the health check of `POST /explain-match`; `command` stands in
    /// place of the function's file.
    func invoke(
        _ options: [String] = [], environment: [String: String] = [:], command: [String]? = nil
    ) throws -> Outcome {
        let variables = environment.flatMap { ["--env", "\($0.key)=\($0.value)"] }
        let command = try command ?? [bootstrap().path]
        let run = try Subprocess.run(
            try #require(Self.python, "a Python that imports cryptography: ./build.sh test sets it up"),
            ["-W", "ignore", Self.helper("invoke.py"), "--function", rawValue] + options + variables + ["--"] + command,
            environment: [:])
        try #require(run.status == 0, "\(run.errors)")
        return try JSONDecoder().decode(Outcome.self, from: Data(run.output.utf8))
    }

    /// What came of an invocation.
    struct Outcome: Decodable {
        struct Posted: Decodable {
            struct Answer: Decodable {
                let statusCode: Int?
                let body: String?
            }
            let path: String
            let body: Answer
        }
        /// What the function posted to the Runtime API; nil if it posted nothing.
        let response: Posted?
        /// Standard output and standard error.
        let log: String
        /// The exit status, or less than 0: the signal.
        let status: Int
        /// Requests that reached the service: DynamoDB, or Bedrock.
        let requests: Int
        /// Connections to it, TLS included; and how many of them before the first `/next`.
        let connections: Int
        let connectionsAtNext: Int

        var statusCode: Int? { response?.body.statusCode }
    }
}

extension Trait where Self == ConditionTrait {
    static var packaged: Self {
        .enabled(if: Parts.mustRun(Artifact.isBuilt), "dist/ is not built: run ./build.sh")
    }
    static var helpers: Self {
        .enabled(if: Parts.mustRun(Artifact.python != nil), "no Python with cryptography: run ./build.sh test")
    }
    static var root: Self { .enabled(if: Parts.mustRun(Artifact.isRoot), "needs root") }
}
