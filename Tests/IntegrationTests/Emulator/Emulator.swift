import Foundation
import Support
import Testing

/// AWS's Runtime Interface Emulator with a program in it: one invocation at a time.
final class Emulator {
    private let peer: Peer
    private let port = TCP.freePort()
    private let program: URL

    /// `seconds` is the function's timeout.
    init(
        _ program: URL, function: Function = .getSchools, seconds: Int, variables: [String: String]
    ) throws {
        self.program = program
        let lambda = [
            "_HANDLER": function.rawValue, "AWS_LAMBDA_FUNCTION_NAME": function.rawValue,
            "AWS_LAMBDA_FUNCTION_TIMEOUT": "\(seconds)",
        ]
        peer = try Peer(
            "emulator", try #require(Parts.emulator),
            [
                "--runtime-interface-emulator-address", "127.0.0.1:\(port)", "--runtime-api-address",
                "127.0.0.1:\(TCP.freePort())", program.path,
            ],
            environment: Instance.variables.merging(lambda) { $1 }.merging(variables) { $1 }
                .merging(["EMULATED_ON": "\(port)"]) { $1 })
        let limit = Date(timeIntervalSinceNow: 5)
        while (try? TCPConnection(port: port)) == nil {
            guard Date() < limit else { throw Peer.Failure(description: "the emulator did not start: \(peer.output)") }
            usleep(5000)
        }
    }

    /// What a caller of Lambda gets for an event.
    func invoke(_ event: [UInt8]) throws -> HTTPClient.Answer {
        try HTTPClient.send("POST", port: port, "/2015-03-31/functions/function/invocations", body: event)
    }

    /// The status of a proxy response, and its body.
    func request(_ event: [UInt8]) throws -> (status: Int, json: [String: Any]) {
        let answer = try invoke(event)
        let json = try #require(answer.json as? [String: Any], "\(answer.text)")
        let body = try #require(json["body"] as? String, "\(answer.text)")
        return (
            try #require(json["statusCode"] as? Int),
            (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
        )
    }

    /// The function's process; nil while there is none.
    var functionPID: pid_t? { processFinder() }

    /// Finds it from any thread.
    var processFinder: @Sendable () -> pid_t? { { [port] in Self.functionPID(port) } }

    private static func functionPID(_ port: UInt16) -> pid_t? {
        let entries = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        let marker = "AWS_LAMBDA_RUNTIME_API=127.0.0.1:"
        return entries.lazy.compactMap { pid_t($0) }.first { pid in
            let path = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
            guard path?.hasSuffix("/bootstrap") == true else { return false }
            let environment = try? Data(contentsOf: URL(filePath: "/proc/\(pid)/environ"))
            let text = environment.map { String(decoding: $0, as: UTF8.self) } ?? ""
            return text.contains(marker) && text.contains("EMULATED_ON=\(port)\0")
        }
    }

    /// What the emulator and the function wrote.
    var output: String { peer.output }
}
