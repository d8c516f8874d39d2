import Bytes
import Support
import Testing

@testable import AWSClient

@Suite struct SignerTests {
    @Test func theVectorsAreThere() {
        #expect(Vector.all.count == 100)
        #expect(Set(Vector.all.map(\.name)).count == 100)
    }

    @Test(arguments: Vector.all) func everyStepIsAsPublished(vector: Vector) throws {
        var request = try vector.request()
        request.headers.append(("x-amz-date", vector["date"]))
        if let token = try #require(vector.credentials).sessionToken {
            request.headers.append(("x-amz-security-token", token))
        }
        let canonical = vector.signer.canonicalRequest(request)
        #expect(canonical == vector["canonicalRequest"])
        #expect(vector.signer.stringToSign(canonical, date: vector["date"]) == vector["stringToSign"])
    }

    @Test(arguments: Vector.all) func theHeadersAreAsPublished(vector: Vector) throws {
        let time = try #require(Self.time(vector["date"]))
        #expect(time.amzDate == vector["date"])
        let credentials = try #require(vector.credentials)
        let added = vector.signer.headers(for: try vector.request(), credentials: credentials, time: time)
        var expected = [["x-amz-date", vector["date"]]]
        if let token = credentials.sessionToken { expected.append(["x-amz-security-token", token]) }
        expected.append(["authorization", vector["authorization"]])
        #expect(added.map { [$0.name, $0.value] } == expected)
        #expect(added.last?.value.hasSuffix("Signature=\(vector["signature"])") == true)
    }

    @Test(arguments: Vector.all.filter { $0.fields["signingKey"] != nil }) func theKeyIsAsPublished(vector: Vector) {
        let date = String(vector["date"].prefix(8))
        let key = SigningKey.derive(vector["secretKey"], date: date, vector["region"], vector["service"])
        #expect(Hex.encode(key) == vector["signingKey"])
    }

    /// The order that headers come in, and what is not ASCII, change nothing that AWS would see otherwise.
    @Test func theOrderOfHeadersDoesNotMatter() throws {
        let vector = try #require(Vector.all.first { $0.name == "direct-header-order" })
        var request = try vector.request()
        let time = try #require(Self.time(vector["date"]))
        request.headers.reverse()
        let added = vector.signer.headers(for: request, credentials: try #require(vector.credentials), time: time)
        #expect(added.last?.value == vector["authorization"])
    }

    @Test(.enabled(if: Parts.mustRun(Parts.python(with: "botocore") != nil), "a venv with botocore is missing"))
    func botocoreMakesTheSameVectors() throws {
        let python = try #require(Parts.python(with: "botocore"), "no venv with botocore")
        let script = Parts.root.appending(path: "Tests/Python/make-sigv4-vectors.py").path
        let check = try Subprocess.run(python, ["-B", script, "--check"], seconds: 60)
        #expect(check.status == 0, "\(check.output)\(check.errors)")
    }

    /// The moment of a date in `X-Amz-Date` form, by way of HTTP's.
    private static func time(_ date: String) -> UTCTime? {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let digits = date.filter(\.isNumber).map(String.init)
        guard digits.count == 14, let month = Int(digits[4] + digits[5]), (1...12).contains(month) else { return nil }
        func two(_ at: Int) -> String { digits[at] + digits[at + 1] }
        return UTCTime(
            httpDate: "Mon, \(two(6)) \(months[month - 1]) \(two(0))\(two(2)) \(two(8)):\(two(10)):\(two(12)) GMT")
    }
}
