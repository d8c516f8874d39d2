import Foundation
import Support
import Testing

/// The packaged functions trust the built-in roots or `AWS_CA_BUNDLE`, and nothing else.
@Suite(.packaged, .helpers) struct TrustTests {
    @Test(arguments: Artifact.allCases, [[], ["--tls-version", "TLSv1_2"], ["--tls-version", "TLSv1_3"]])
    func aServerOfTheBundleIsAccepted(artifact: Artifact, version: [String]) throws {
        let outcome = try invoke(artifact, "good", trusting: "authority", version)
        #expect(outcome.statusCode == 200 && outcome.requests == 1, "\(outcome)")
    }

    /// INIT runs at full CPU: the handshake is over before the first event, and the first call uses its connection.
    @Test(arguments: Artifact.allCases) func theConnectionIsOpenBeforeTheFirstEvent(artifact: Artifact) throws {
        let outcome = try invoke(artifact, "good", trusting: "authority")
        #expect(outcome.statusCode == 200, "\(outcome)")
        #expect(outcome.connectionsAtNext == 1 && outcome.connections == 1, "\(outcome)")
    }

    /// A server's certificate, the authority that is trusted, and why that is not enough.
    static let strangers: [(certificate: String, authority: String?, reason: String)] = [
        ("good", "stranger", "unable to get local issuer certificate"),
        ("good", nil, "unable to get local issuer certificate"),
        ("expired", "authority", "certificate has expired"),
        ("wrong-host", "authority", "no alternative certificate subject name matches"),
    ]

    @Test(arguments: Artifact.allCases, strangers)
    func anyOtherServerIsRefused(
        artifact: Artifact, server: (certificate: String, authority: String?, reason: String)
    ) throws {
        let outcome = try invoke(artifact, server.certificate, trusting: server.authority)
        expectRefusal(outcome, of: artifact, because: server.reason)
    }

    @Test(arguments: Artifact.allCases) func aServerWithoutTLS12IsRefused(artifact: Artifact) throws {
        let outcome = try invoke(artifact, "good", trusting: "authority", ["--tls-version", "TLSv1_1"])
        expectRefusal(outcome, of: artifact, because: "protocol version")
    }

    /// The machine's own trust, which OpenSSL and Debian's libcurl would both consult, counts for nothing.
    @Test(.root, arguments: Artifact.allCases, [nil, "stranger"])
    func whatTheMachineTrustsCountsForNothing(artifact: Artifact, bundle: String?) throws {
        let machine = try TemporaryFolder()
        let authority = try Artifact.certificate("authority") + ".pem"
        let hash = try Artifact.tool("openssl", ["x509", "-subject_hash", "-noout", "-in", authority]).output
        for name in [hash.trimmingCharacters(in: .whitespacesAndNewlines) + ".0", "ca-certificates.crt"] {
            try FileManager.default.copyItem(at: URL(filePath: authority), to: machine.url.appending(path: name))
        }
        let control = try Artifact.tool("openssl", ["verify", "-CApath", machine.url.path, certificateFile("good")])
        try #require(control.status == 0, "the folder is one that OpenSSL would trust: \(control.errors)")

        var environment = [
            "SSL_CERT_DIR": machine.url.path, "SSL_CERT_FILE": authority, "CURL_CA_BUNDLE": authority,
            "REQUESTS_CA_BUNDLE": authority,
        ]
        environment["AWS_CA_BUNDLE"] = try bundle.map { try certificateFile($0) }
        let mounted = "mount --bind \"$0\" /etc/ssl/certs && exec \"$1\""
        let outcome = try artifact.invoke(
            ["--tls", Artifact.certificate("good")], environment: environment,
            command: ["unshare", "--mount", "sh", "-c", mounted, machine.url.path, artifact.bootstrap().path])
        expectRefusal(outcome, of: artifact, because: "unable to get local issuer certificate")
    }

    private func certificateFile(_ name: String) throws -> String { try Artifact.certificate(name) + ".pem" }

    private func invoke(
        _ artifact: Artifact, _ certificate: String, trusting authority: String?, _ options: [String] = []
    ) throws -> Artifact.Outcome {
        var environment: [String: String] = [:]
        environment["AWS_CA_BUNDLE"] = try authority.map { try certificateFile($0) }
        return try artifact.invoke(["--tls", Artifact.certificate(certificate)] + options, environment: environment)
    }

    /// A refusal: no request got through, the caller gets a 503, or a template's explanation, that tells nothing; the log
    /// tells all.
    private func expectRefusal(_ outcome: Artifact.Outcome, of artifact: Artifact, because reason: String) {
        #expect(outcome.statusCode == (artifact == .getSchools ? 503 : 200) && outcome.requests == 0, "\(outcome)")
        #expect(outcome.log.contains("\"level\":\"ERROR\"") && outcome.log.contains(reason), "\(outcome)")
        #expect(outcome.response?.body.body?.contains("certificate") == false)
    }
}
