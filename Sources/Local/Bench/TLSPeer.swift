import Bytes
import EmbeddedAWS
import Foundation
import Terminal

/// A server that takes TLS connections for a function to open, with a certificate of its own: `openssl s_server`.
struct TLSPeer {
    /// Where it is, and the file with its certificate.
    let url: String
    let certificate: String
    private let folder: String
    private let process: ChildProcess

    init() throws {
        folder = NSTemporaryDirectory() + "flight-school-\(UUID().uuidString)"
        certificate = "\(folder)/certificate.pem"
        let key = "\(folder)/key.pem"
        Cleanup.shared.add(path: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let made = try Self.openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2", "-subj",
            "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate,
        ])
        guard made.wait() == "exit status 0" else {
            let said = made.output.takeLines().last ?? "it does not say why"
            throw CommandFailure("openssl req made no certificate: \(said)")
        }
        process = try Self.openssl([
            "s_server", "-accept", "127.0.0.1:0", "-cert", certificate, "-key", key, "-www", "-naccept", "1000000",
        ])
        url = try Self.url(process)
    }

    func stop() {
        process.kill()
        _ = process.wait()
        Cleanup.shared.delete(path: folder)
    }

    private static func openssl(_ arguments: [String]) throws(CommandFailure) -> ChildProcess {
        let places = ["/usr/bin/openssl", "/bin/openssl", "/usr/local/bin/openssl"]
        guard let program = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw CommandFailure("openssl is missing: apt-get install openssl")
        }
        do { return try ChildProcess(program, arguments: arguments, environment: [("LC_ALL", "C")]) } catch {
            throw CommandFailure("\(error)")
        }
    }

    /// Waits for the line `ACCEPT 127.0.0.1:PORT`.
    private static func url(_ process: ChildProcess) throws(CommandFailure) -> String {
        let limit = Instant.now().advanced(milliseconds: 10_000)
        while Instant.now() < limit {
            for line in process.output.takeLines() where line.hasPrefix("ACCEPT ") {
                return "https://\(line.dropFirst("ACCEPT ".count))"
            }
            usleep(1000)
        }
        process.kill()
        throw CommandFailure("openssl s_server did not start within 10 s")
    }
}
