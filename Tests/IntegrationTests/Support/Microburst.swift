import Foundation
import Support
import Testing

/// microburst, which injects faults as AWS words them, in front of a ministack that does not check signatures.
final class Microburst: @unchecked Sendable {
    static let shared = Result { try Microburst() }

    let port = TCP.freePort()
    /// The table that it passes requests on to, with the sample schools.
    let table: String
    var url: String { "http://127.0.0.1:\(port)" }
    private let peer: Peer

    private init() throws {
        let ministack = try Ministack.open.get()
        table = try ministack.newTable()
        try ministack.run("seed", ["table": table, "file": Parts.root.appending(path: "Events/schools.json").path])
        peer = try Peer(
            "microburst", try #require(Parts.microburst), ["--upstream", ministack.url, "--port", "\(port)"])
        try peer.waitUntilHealthy(port: port, "/_microburst/health")
    }

    /// Replaces the rules, and forgets what fired. Each is one fault for a service, by the name that it signs with; the
    /// first that matches decides.
    func inject(_ rules: [[String: Any]], service: String = "dynamodb") throws {
        let answer = try HTTPClient.post(
            port: port, "/_microburst/rules", rules.map { $0.merging(["service": service]) { $1 } })
        try #require(answer.status < 300, "\(answer.text)")
        _ = try HTTPClient.send("DELETE", port: port, "/_microburst/fired")
    }

    /// What fired since the rules were set.
    var fired: [[String: Any]] {
        get throws {
            let answer = try HTTPClient.send("GET", port: port, "/_microburst/fired")
            let list = (answer.json as? [String: Any])?["fired"] ?? answer.json
            return try #require(list as? [[String: Any]], "\(answer.text)")
        }
    }

    /// Requests that it has seen since it was started.
    var requests: Int {
        get throws {
            let answer = try HTTPClient.send("GET", port: port, "/_microburst/health")
            return try #require((answer.json as? [String: Any])?["requests_seen"] as? Int, "\(answer.text)")
        }
    }
}
