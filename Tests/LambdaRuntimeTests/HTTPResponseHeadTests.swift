import Testing

@testable import LambdaRuntime

@Suite struct HTTPResponseHeadTests {
    @Test func findsEveryHeaderInAnyCase() throws {
        let names: [(String, KeyPath<HTTPResponseHead, Range<Int>?>)] = [
            ("Lambda-Runtime-Aws-Request-Id", \.requestID), ("Lambda-Runtime-Deadline-Ms", \.deadline),
            ("Lambda-Runtime-Invoked-Function-Arn", \.functionARN), ("Lambda-Runtime-Trace-Id", \.traceID),
            ("Lambda-Runtime-Client-Context", \.clientContext), ("Lambda-Runtime-Cognito-Identity", \.cognitoIdentity),
            ("Lambda-Runtime-Aws-Tenant-Id", \.tenantID),
        ]
        for (name, field) in names {
            for written in [name, name.lowercased(), name.uppercased()] {
                let text = "HTTP/1.1 200 OK\r\nX: y\r\n\(written):  v:1 \t\r\nZ: \r\n\r\n"
                let head = try #require(parse(text))
                #expect(value(head[keyPath: field], in: text) == "v:1")
                #expect(names.filter { head[keyPath: $0.1] != nil }.count == 1)
            }
            // A name that differs in one character, or in what folding case would confuse, is another header.
            for other in [
                name.dropLast() + "x", "x" + name.dropFirst(), name.replacing("-", with: "\r"),
                name.replacing("-", with: "M"),
            ] {
                let head = parse("HTTP/1.1 200 OK\r\n\(other): v\r\n\r\n")
                #expect(head?[keyPath: field] == nil)
            }
        }
    }

    @Test(
        arguments: [
            ("HTTP/1.1 200 OK\r\n\r\n", 200, nil, false, false),
            ("HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", 202, 0, false, false),
            ("http/1.1 413 \r\ncontent-length:16\r\n\r\n", 413, 16, false, false),
            ("HTTP/1.0 200 OK\r\n\r\n", 200, nil, false, true),
            ("HTTP/1.1 500\r\n\r\n", 500, nil, false, false), ("HTTP/1.1 999 x\r\n\r\n", 999, nil, false, false),
            ("HTTP/1.1 200 OK\r\nTRANSFER-ENCODING: Chunked\r\n\r\n", 200, nil, true, false),
            ("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n", 200, 3, true, false),
            ("HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n", 200, nil, false, true),
            ("HTTP/1.1 200 OK\r\nConnection: keep-alive\r\n\r\n", 200, nil, false, false),
            ("HTTP/1.1 200 OK\r\nConnection: closed\r\n\r\n", 200, nil, false, false),
            ("HTTP/1.1 200 OK\r\nContent-Length: 000000000000000007\r\n\r\n", 200, 7, false, false),
            ("HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 5\r\n\r\n", 200, 5, false, false),
            ("HTTP/1.1 200 né\r\nX-é: 東\r\n\r\n", 200, nil, false, false),
            ("HTTP/1.9 100 C\r\n\r\n", 100, nil, false, false),
        ] as [(String, Int, Int?, Bool, Bool)])
    func isParsed(text: String, status: Int, contentLength: Int?, isChunked: Bool, closes: Bool) throws {
        let head = try #require(parse(text))
        #expect(head.status == status && head.contentLength == contentLength)
        #expect(head.isChunked == isChunked && head.closes == closes)
    }

    @Test(arguments: [
        "", "\r\n", "\r\n\r\n", "HTTP/1.1 200", "HTTP/1.1\r\n\r\n\r\n\r\n", "HTTP/1.1 2O0 OK\r\n\r\n",
        "HTTP/1.1 2000\r\n\r\n",
        "HTTP/1.1 099 x\r\n\r\n", "HTTP/1.1-200 OK\r\n\r\n", "HTTP/11 200 OK\r\n\r\n", "HTTP/1.\u{0} 200 OK\r\n\r\n",
        "XTTP/1.1 200 OK\r\n\r\n", "HTTP/1.1 200 OK\r\nX\r\n\r\n", "HTTP/1.1 200 OK\r\n:x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX :x\r\n\r\n", "HTTP/1.1 200 OK\r\n X:x\r\n\r\n", "HTTP/1.1 200 OK\r\n\tX:x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nX\u{0}Y:x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 1 2\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x5\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1234567890123456789\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n", "HTTP/1.1 200 OK\r\nTransfer-Encoding:\r\n\r\n",
    ]) func isRefused(text: String) {
        #expect(parse(text) == nil)
    }

    @Test func noPrefixIsAHead() {
        let text = Array(
            "HTTP/1.1 200 OK\r\nLambda-Runtime-Trace-Id: x\r\nContent-Length: 12\r\nConnection: close\r\n\r\n".utf8)
        for length in 0..<text.count {
            #expect(Array(text.prefix(length)).withUnsafeBytes { HTTPResponseHead($0) == nil })
        }
    }

    private func parse(_ text: String) -> HTTPResponseHead? {
        Array(text.utf8).withUnsafeBytes { HTTPResponseHead($0) }
    }

    private func value(_ range: Range<Int>?, in text: String) -> String? {
        range.map { String(decoding: Array(text.utf8)[$0], as: UTF8.self) }
    }
}
