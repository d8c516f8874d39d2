import Foundation
import Support
import Testing

/// The cipher suites of TLS 1.2 that AWS's endpoints offer, certificates of both kinds with TLS 1.3, groups and chains: what
/// the linker leaves of OpenSSL has to speak each.
@Suite(.packaged, .helpers) struct CipherSuiteTests {
    private static let bulk = [
        "AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA384", "AES128-SHA", "AES256-SHA",
        "CHACHA20-POLY1305",
    ]

    @Test(arguments: bulk, [("ECDHE-ECDSA", "good"), ("ECDHE-RSA", "rsa")])
    func itSpeaks(bulk: String, key: (exchange: String, certificate: String)) throws {
        try expectAnswer(of: key.certificate, ["--tls-version", "TLSv1_2", "--tls-ciphers", "\(key.exchange)-\(bulk)"])
    }

    @Test(arguments: ["AES128-GCM-SHA256", "AES256-GCM-SHA384", "AES128-SHA256", "AES256-SHA256"])
    func itSpeaksWithoutAnEphemeralKey(suite: String) throws {
        try expectAnswer(of: "rsa", ["--tls-version", "TLSv1_2", "--tls-ciphers", suite])
    }

    @Test(arguments: ["good", "rsa"]) func itSpeaksTheNewestTLS(certificate: String) throws {
        try expectAnswer(of: certificate, ["--tls-version", "TLSv1_3"])
    }

    @Test(arguments: ["X25519", "prime256v1", "secp384r1", "secp521r1"], ["TLSv1_2", "TLSv1_3"])
    func itExchangesKeys(group: String, version: String) throws {
        try expectAnswer(of: "rsa", ["--tls-version", version, "--tls-group", group])
    }

    @Test(arguments: ["chain-rsa", "chain-ec"], ["TLSv1_2", "TLSv1_3"])
    func itVerifiesAChain(chain: String, version: String) throws {
        try expectAnswer(of: chain, trusting: chain + "-authority", ["--tls-version", version])
    }

    /// An algorithm that is left out is one that OpenSSL does not have: the chain is refused, and nothing breaks.
    @Test func itRefusesAChainOfAnotherKind() throws {
        let outcome = try invoke("chain-ed25519", trusting: "chain-ed25519-authority")
        #expect(outcome.statusCode == 503 && outcome.requests == 0 && outcome.status == 0, "\(outcome)")
        #expect(outcome.log.contains("curl error 35"), "\(outcome)")
    }

    private func expectAnswer(
        of certificate: String, trusting authority: String = "authority", _ options: [String]
    ) throws {
        let outcome = try invoke(certificate, trusting: authority, options)
        #expect(outcome.statusCode == 200 && outcome.requests == 1, "\(outcome)")
    }

    private func invoke(
        _ certificate: String, trusting authority: String, _ options: [String] = []
    ) throws -> Artifact.Outcome {
        try Artifact.getSchools.invoke(
            ["--tls", Artifact.certificate(certificate)] + options,
            environment: ["AWS_CA_BUNDLE": Artifact.certificate(authority) + ".pem"])
    }
}
