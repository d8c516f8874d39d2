import AWSClient
import Bytes
import JSON
import Support
import Testing

/// A golden signature: the request, and each of AWS's intermediate strings. `Tests/Python/make-sigv4-vectors.py` says where
/// the vectors are from and what its fields mean.
struct Vector: Sendable, CustomTestStringConvertible {
    let name: String
    let fields: JSONValue

    static let all: [Vector] = ["sigv4-vectors.json", "aws-published.json"].flatMap { file in
        let bytes = (try? Parts.file("Tests/AWSClientTests/Fixtures/\(file)")) ?? []
        return ((try? JSONValue(parsing: bytes))?.array ?? []).map {
            Vector(name: $0["name"]?.string ?? "?", fields: $0)
        }
    }

    subscript(field: String) -> String { fields[field]?.string ?? "" }

    var testDescription: String { name }

    var signer: Signer { Signer(service: self["service"], region: self["region"]) }

    var credentials: Credentials? {
        Credentials(
            accessKeyID: self["accessKey"], secretAccessKey: self["secretKey"],
            sessionToken: fields["sessionToken"]?.string)
    }

    /// What is sent: the URL taken apart as a client does, and the headers, without those that the signer adds.
    func request() throws -> Signer.Request {
        let url = self["url"]
        let scheme = try #require(url.firstRange(of: "://"))
        let rest = url[scheme.upperBound...]
        let host = rest.prefix { $0 != "/" && $0 != "?" }
        let target = rest[host.endIndex...]
        let path = target.prefix { $0 != "?" }
        let endpoint = try #require(Endpoint("\(url[..<scheme.upperBound])\(host)"))
        let headers = try #require(fields["headers"]?.members).map { ($0.name, $0.value.string ?? "") }
        return Signer.Request(
            method: self["method"], path: path.isEmpty ? "/" : String(path),
            query: String(target[path.endIndex...].dropFirst()),
            headers: [("host", endpoint.authority)] + headers,
            bodyHash: Hex.encode(Array(self["body"].utf8).withUnsafeBytes { SHA256.digest($0) }))
    }
}
