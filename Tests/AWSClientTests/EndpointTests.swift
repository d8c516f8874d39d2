import AWSClient
import Testing

@Suite struct EndpointTests {
    @Test(arguments: [
        ("http://localhost", false, "localhost", ""), ("https://example.com", true, "example.com", ""),
        ("HTTP://Example.com/", false, "Example.com", ""), ("https://example.com///", true, "example.com", ""),
        ("http://127.0.0.1:8000", false, "127.0.0.1:8000", ""),
        ("http://127.0.0.1:8000/a/b/", false, "127.0.0.1:8000", "/a/b"),
        ("http://h:80", false, "h", ""), ("https://h:443/x", true, "h", "/x"), ("http://h:443", false, "h:443", ""),
        ("https://h:80", true, "h:80", ""), ("http://h:00080", false, "h", ""),
        ("http://h:65535", false, "h:65535", ""),
        ("http://[::1]", false, "[::1]", ""), ("http://[::1]:8000/p", false, "[::1]:8000", "/p"),
        ("https://[2001:DB8::1]:443", true, "[2001:DB8::1]", ""),
        ("http://[::ffff:127.0.0.1]:80", false, "[::ffff:127.0.0.1]", ""),
        (
            "https://vpce-1-a.dynamodb.us-east-1.vpce.amazonaws.com", true,
            "vpce-1-a.dynamodb.us-east-1.vpce.amazonaws.com", ""
        ),
        ("http://under_score:1", false, "under_score:1", ""),
        ("http://h/%41~!$&'()*+,;=:@", false, "h", "/%41~!$&'()*+,;=:@"),
    ]) func isReadFromAURL(url: String, isSecure: Bool, authority: String, prefix: String) throws {
        let endpoint = try #require(Endpoint(url))
        #expect(endpoint.isSecure == isSecure)
        #expect(endpoint.authority == authority)
        #expect(endpoint.prefix == prefix)
        #expect(endpoint.base == "\(isSecure ? "https" : "http")://\(authority)\(prefix)")
        #expect(Endpoint(endpoint.base) == endpoint)
    }

    @Test(arguments: [
        "", "http", "http:", "http:/", "http://", "https://", "http:///path", "http://:80", "http://?x",
        "localhost:8000",
        "//localhost", "ftp://localhost", "httpx://localhost", "http//localhost", " http://localhost",
        "http://localhost ",
        "http://local host", "http://localhost:", "http://localhost:0", "http://localhost:65536", "http://localhost:-1",
        "http://localhost:+80", "http://localhost:8o", "http://localhost:80:80", "http://user@localhost",
        "http://user:secret@localhost", "http://localhost?x=1", "http://localhost/?x=1", "http://localhost/#x",
        "http://localhost#x", "http://localhost/a b", "http://localhost/é", "http://exämple.com", "http://::1",
        "http://::1:8000", "http://[::1", "http://::1]", "http://[]", "http://[]:80", "http://[::1]x", "http://[::1]80",
        "http://[g::1]", "http://[::1%25eth0]", "http://[::1]:", "http://localhost\n", "http://local\u{0}host",
        "http://localhost/\r\nX: y", "http://localhost/\"", "http://localhost/%", "http://localhost/%4",
        "http://localhost/%zz",
        "http://localhost\\x", "http://[12]", "http://[....]", "http://[a]",
    ]) func whatIsNoEndpointIsRefused(url: String) {
        #expect(Endpoint(url) == nil)
    }

    @Test(arguments: [
        ("dynamodb", "us-east-1", "dynamodb.us-east-1.amazonaws.com"),
        ("bedrock-runtime", "us-gov-west-1", "bedrock-runtime.us-gov-west-1.amazonaws.com"),
        ("dynamodb", "cn-north-1", "dynamodb.cn-north-1.amazonaws.com.cn"),
    ]) func isAWSsOwnForARegion(host: String, region: String, authority: String) {
        let endpoint = Endpoint(host: host, region: region)
        #expect(endpoint.isSecure && endpoint.authority == authority && endpoint.prefix == "")
    }
}

@Suite struct CredentialsTests {
    @Test func bothKeysAreNeededAndATokenIsNot() {
        #expect(Credentials(accessKeyID: nil, secretAccessKey: "s", sessionToken: "t") == nil)
        #expect(Credentials(accessKeyID: "a", secretAccessKey: nil, sessionToken: nil) == nil)
        #expect(Credentials(accessKeyID: "", secretAccessKey: "s", sessionToken: nil) == nil)
        #expect(Credentials(accessKeyID: "a", secretAccessKey: "", sessionToken: nil) == nil)
        #expect(Credentials(accessKeyID: "a", secretAccessKey: "s", sessionToken: nil)?.sessionToken == nil)
        #expect(Credentials(accessKeyID: "a", secretAccessKey: "s", sessionToken: "")?.sessionToken == nil)
        #expect(Credentials(accessKeyID: "a", secretAccessKey: "s", sessionToken: "t")?.sessionToken == "t")
    }
}
