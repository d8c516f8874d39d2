import Foundation
import Schools
import Support
import Testing

/// ministack: a DynamoDB of other authors, with IAM and a real check of signatures, and boto3 to fill it.
final class Ministack: @unchecked Sendable {
    /// Signatures and policies are checked.
    static let verifying = Result { try Ministack("ministack-verifying", verifies: true) }
    /// Every caller may do everything: a proxy changes the signed `Host`.
    static let open = Result { try Ministack("ministack-open", verifies: false) }

    /// As `verifying`, and its models return the words of `ModelWords`.
    static let speaking = Result {
        try Ministack("ministack-speaking", verifies: true, model: ModelWords.told)
    }

    static let region = "us-east-1"

    let port = TCP.freePort()
    var url: String { "http://127.0.0.1:\(port)" }
    private let peer: Peer
    private let tables = Process()
    private let commands = Pipe()
    private let answers = Pipe()
    private let lock = NSLock()
    private var unread: [UInt8] = []
    private var count = 0

    private init(_ name: String, verifies: Bool, model: ScriptedServer = ModelWords.plain) throws {
        let python = try #require(Parts.ministack)
        peer = try Peer(
            name, python, [python.deletingLastPathComponent().appending(path: "ministack").path],
            environment: [
                "GATEWAY_PORT": "\(port)", "BIND_HOST": "127.0.0.1", "AUTH": "\(verifies)",
                // They would listen on fixed ports.
                "IOT_MTLS_ENABLED": "0", "SFTP_ENABLED": "0", "MINISTACK_BEDROCK_PROXY_URL": model.url,
            ])
        try peer.waitUntilHealthy(port: port, "/_ministack/health")
        tables.executableURL = python
        tables.arguments = [Parts.script("tables.py"), url, Self.region]
        tables.environment = ["PATH": "/usr/bin:/bin", "HOME": Parts.workFolder.path]
        tables.standardInput = commands
        tables.standardOutput = answers
        try tables.run()
    }

    /// Makes `tables.py` carry out a command, and throws its error.
    @discardableResult
    func run(_ command: String, _ arguments: [String: Any]) throws -> Any? {
        try lock.withLock {
            var line = try JSONSerialization.data(withJSONObject: arguments.merging(["do": command]) { $1 })
            line.append(0x0A)
            try commands.fileHandleForWriting.write(contentsOf: line)
            while !unread.contains(0x0A) {
                let more = answers.fileHandleForReading.availableData
                guard !more.isEmpty else { throw Peer.Failure(description: "tables.py has ended") }
                unread += more
            }
            let end = unread.firstIndex(of: 0x0A) ?? 0
            let answer = try JSONSerialization.jsonObject(with: Data(unread[..<end])) as? [String: Any]
            unread.removeSubrange(...end)
            if let error = answer?["error"] { throw Peer.Failure(description: "\(command): \(error)") }
            return answer?["result"]
        }
    }

    /// A new table's name; the table has its index unless `indexed` is false.
    func newTable(indexed: Bool = true) throws -> String {
        let name = lock.withLock {
            count += 1
            return "schools-\(count)"
        }
        try run("create", ["table": name])
        if indexed { try addIndex(to: name) }
        return name
    }

    /// Gives a table its index.
    func addIndex(to table: String) throws {
        try run("index", ["table": table, "name": CatalogueIndex.name, "attributes": CatalogueIndex.attributes])
    }

    /// A table with the schools of Events/schools.json.
    static let sampleTable = Result {
        let ministack = try verifying.get()
        let table = try ministack.newTable()
        try ministack.run("seed", ["table": table, "file": Parts.root.appending(path: "Events/schools.json").path])
        return table
    }

    /// A new table for explanations, with its TTL.
    func newExplanationTable() throws -> String {
        let name = lock.withLock {
            count += 1
            return "explanations-\(count)"
        }
        try run("create_explanations", ["table": name])
        return name
    }

    /// The items of a small table, in DynamoDB's form.
    func items(_ table: String) throws -> [[String: [String: Any]]] {
        try #require(try run("items", ["table": table]) as? [[String: [String: Any]]])
    }

    /// The keys of a new `user` or `role` that may do what `policy` says.
    func keys(_ kind: String, _ name: String, _ policy: [String: Any]) throws -> [String: String] {
        try #require(try run(kind, ["name": name, "policy": policy]) as? [String: String])
    }

    func put(_ table: String, _ schools: [[String: Any]]) throws {
        try run("put", ["table": table, "schools": schools])
    }
    func delete(_ table: String, _ ids: [String]) throws { try run("delete", ["table": table, "ids": ids]) }
}
