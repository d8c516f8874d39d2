import AWSClient
import Bytes
import CCurl
import Foundation
import JSON
import Support
import Testing

@testable import EmbeddedAWS

@Suite struct DynamoDBEndpointTests {
    private static let items = """
        [{"schoolId":"a","state":"CA","avgRating":4.5},{"schoolId":"b","state":"CA","avgRating":10},
        {"schoolId":"c","state":"CA","avgRating":4.50},{"schoolId":"d","state":"CA"},{"schoolId":"e","avgRating":1},
        {"schoolId":"f","state":"TX","avgRating":3},{"schoolId":"g","state":"CA","avgRating":"4"},
        {"schoolId":"h","state":"CA","avgRating":-1}]
        """
    private static let inState =
        ##""IndexName":"StateIndex","KeyConditionExpression":"#s = :s","ExpressionAttributeNames":{"#s":"state"}"##

    private func pages(_ caller: DynamoDBCaller, _ operation: String, _ members: String) throws -> [[String]] {
        var pages: [[String]] = []
        var start = ""
        for _ in 0..<50 {
            let answer = try caller.call(operation, #"{"TableName":"flight-schools"\#(members)\#(start)}"#)
            pages.append(ids(answer))
            guard let key = answer["LastEvaluatedKey"] else { return pages }
            start = #","ExclusiveStartKey":\#(key.text)"#
        }
        return pages
    }

    @Test func theIndexIsSparseAndInOrder() throws {
        let caller = try DynamoDBCaller(Self.items)
        let up = try pages(caller, "Query", #",\#(Self.inState),"ExpressionAttributeValues":{":s":{"S":"CA"}}"#)
        #expect(up.count == 1)
        #expect(up[0].first == "h")
        #expect(up[0].last == "b")
        #expect(Set(up[0]) == ["a", "b", "c", "h"])
        let down = try pages(
            caller, "Query",
            #",\#(Self.inState),"ScanIndexForward":false,"ExpressionAttributeValues":{":s":{"S":"CA"}}"#)
        #expect(down[0] == up[0].reversed())
    }

    @Test(arguments: [1, 2, 3, 4, 5])
    func pagesShowEachItemOnce(limit: Int) throws {
        let caller = try DynamoDBCaller(Self.items)
        let whole = try pages(caller, "Scan", "")
        #expect(whole.count == 1)
        #expect(whole[0] != whole[0].sorted(), "a scan is not in the order of the key")
        #expect(try pages(caller, "Scan", #","Limit":\#(limit)"#).flatMap { $0 } == whole[0])
        #expect(try pages(try DynamoDBCaller(Self.items, pageSize: limit), "Scan", "").flatMap { $0 } == whole[0])
        for direction in ["true", "false"] {
            let query =
                #",\#(Self.inState),"ScanIndexForward":\#(direction),"ExpressionAttributeValues":{":s":{"S":"CA"}}"#
            #expect(
                try pages(caller, "Query", "\(query),\"Limit\":\(limit)").flatMap { $0 }
                    == pages(caller, "Query", query).flatMap { $0 })
        }
    }

    @Test func anEmptyPageMayHaveAKey() throws {
        let caller = try DynamoDBCaller(Self.items, pageSize: 2)
        let empty = try pages(
            caller, "Scan", #","FilterExpression":"schoolId = :i","ExpressionAttributeValues":{":i":{"S":"none"}}"#)
        #expect(empty == [[], [], [], []])
    }

    @Test func goesOnBehindAKeyWhoseItemIsGone() throws {
        let whole = try pages(DynamoDBCaller(Self.items), "Scan", "")[0]
        for (index, id) in whole.enumerated() {
            let without = try json(Self.items).array?.filter { $0["schoolId"]?.string != id }
            let caller = try DynamoDBCaller(JSONValue.array(without ?? []).text)
            let rest = try caller.call(
                "Scan", #"{"TableName":"flight-schools","ExclusiveStartKey":{"schoolId":{"S":"\#(id)"}}}"#)
            #expect(ids(rest) == Array(whole[(index + 1)...]))
        }
    }

    @Test func aPageHoldsAtMostOneMegabyte() throws {
        let text = String(repeating: "x", count: 300_000)
        let items = (0..<7).map { #"{"schoolId":"\#($0)","text":"\#(text)"}"# }.joined(separator: ",")
        #expect(try pages(try DynamoDBCaller("[\(items)]"), "Scan", "").map(\.count) == [3, 3, 1])
    }

    @Test(arguments: [
        ("Scan", #"{"TableName":"other"}"#, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"),
        ("Scan", "{}", "com.amazon.coral.validate#ValidationException"),
        ("Scan", #"{"TableName":"x"}"#, "com.amazon.coral.validate#ValidationException"),
        ("Scan", #"{"TableName":"flight-schools""#, "com.amazon.coral.service#SerializationException"),
        ("Scan", "[]", "com.amazon.coral.service#SerializationException"),
        ("Scan", #"{"TableName":5}"#, "com.amazon.coral.service#SerializationException"),
        ("DeleteItem", "{}", "com.amazon.coral.service#UnknownOperationException"),
        ("PutItem", "{}", "com.amazon.coral.validate#ValidationException"),
        ("PutItem", #"{"TableName":"flight-schools","Item":{}}"#, "com.amazon.coral.service#AccessDeniedException"),
        ("PutItem", #"{"TableName":"explanations"}"#, "com.amazon.coral.validate#ValidationException"),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"expiresAt":{"N":"1"}}}"#,
            "com.amazon.coral.validate#ValidationException"
        ),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"cacheKey":{"N":"1"}}}"#,
            "com.amazon.coral.validate#ValidationException"
        ),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"cacheKey":{"S":""}}}"#,
            "com.amazon.coral.validate#ValidationException"
        ),
        (
            "GetItem", #"{"TableName":"explanations","Key":{"schoolId":{"S":"a"}}}"#,
            "com.amazon.coral.validate#ValidationException"
        ),
        ("Scan", #"{"TableName":"explanations"}"#, "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"),
        ("Query", #"{"TableName":"flight-schools"}"#, "com.amazon.coral.validate#ValidationException"),
        ("GetItem", #"{"TableName":"flight-schools"}"#, "com.amazon.coral.validate#ValidationException"),
        (
            "GetItem", #"{"TableName":"flight-schools","Key":{"schoolId":{"S":""}}}"#,
            "com.amazon.coral.validate#ValidationException"
        ),
        ("Scan", #"{"TableName":"flight-schools","ScanFilter":{}}"#, "com.amazon.coral.validate#ValidationException"),
        ("Scan", #"{"TableName":"flight-schools","Segment":1}"#, "com.amazon.coral.validate#ValidationException"),
        ("Scan", #"{"TableName":"flight-schools","Select":"ALL"}"#, "com.amazon.coral.validate#ValidationException"),
    ])
    func refusesAsAWSDoes(operation: String, body: String, type: String) throws {
        #expect(try DynamoDBCaller(Self.items).error(operation, body).type == type)
    }

    @Test func explanationsAreStoredAndReplaced() throws {
        let caller = try DynamoDBCaller(Self.items)
        let get = #"{"TableName":"explanations","Key":{"cacheKey":{"S":"k"}}}"#
        #expect(try caller.call("GetItem", get).text == "{}")
        for text in ["first", "second"] {
            let put = #"{"TableName":"explanations","Item":{"cacheKey":{"S":"k"},"explanation":{"S":"\#(text)"}}}"#
            #expect(try caller.call("PutItem", put).text == "{}")
            #expect(try caller.call("GetItem", get)["Item"]?["explanation"]?["S"]?.string == text)
        }
    }

    @Test func everyAnswerCarriesAWSsHeaders() throws {
        let endpoint = try DynamoDBCaller(Self.items).endpoint
        for body in [#"{"TableName":"flight-schools"}"#, "nonsense"] {
            let answer = endpoint.respond(to: DynamoDBCaller.request("Scan", body))
            let headers = Dictionary(uniqueKeysWithValues: answer.headers.map { ($0.name, $0.value) })
            #expect(answer.status == (body == "nonsense" ? 400 : 200))
            #expect(headers["Content-Type"] == "application/x-amz-json-1.0")
            #expect(headers["x-amzn-RequestId"]?.count == 52)
            #expect(
                headers["x-amz-crc32"] == answer.body.withUnsafeBytes { String(ccurl_crc32($0.baseAddress, $0.count)) })
            #expect(headers["Date"].flatMap { UTCTime(httpDate: $0) } == DynamoDBCaller.time)
        }
    }
}

@Suite struct SignatureVerifierTests {
    private let verifier = SignatureVerifier(credentials: DynamoDBCaller.keys, service: "dynamodb")
    private static let keys = DynamoDBCaller.keys

    private func error(_ request: HTTPRequest) -> (name: String?, message: String) {
        do {
            try verifier.verify(request, now: DynamoDBCaller.time)
            return (nil, "")
        } catch { return (error.name, error.message) }
    }

    private func request(minutes: Int = 0, keys: Credentials = Self.keys, service: String = "dynamodb") -> HTTPRequest {
        DynamoDBCaller.request(
            "Scan", "{}", keys: keys,
            time: UTCTime(milliseconds: DynamoDBCaller.time.milliseconds + minutes * 60_000), service: service)
    }

    private func without(_ name: String) -> HTTPRequest {
        var request = request()
        request.headers.removeAll { $0.name == name }
        return request
    }

    private func keys(id: String? = nil, secret: String? = nil, token: String?) throws -> Credentials {
        try #require(
            Credentials(
                accessKeyID: id ?? Self.keys.accessKeyID, secretAccessKey: secret ?? Self.keys.secretAccessKey,
                sessionToken: token))
    }

    @Test func acceptsWhatIsSignedRight() {
        #expect(error(request()).name == nil)
        #expect(error(request(minutes: 14)).name == nil)
        #expect(error(request(minutes: -14)).name == nil)
    }

    @Test func refusesWrongKeys() throws {
        let token = Self.keys.sessionToken
        #expect(error(request(keys: try keys(id: "AKIAOTHER", token: token))).name == "UnrecognizedClientException")
        #expect(error(request(keys: try keys(secret: "other", token: token))).name == "InvalidSignatureException")
        #expect(error(request(keys: try keys(token: nil))).name == "UnrecognizedClientException")
        #expect(error(request(keys: try keys(token: "other"))).name == "UnrecognizedClientException")
    }

    @Test func refusesOldAndEarlyRequests() {
        #expect(error(request(minutes: -16)).message.hasPrefix("Signature expired: "))
        #expect(error(request(minutes: 16)).message.hasPrefix("Signature not yet current: "))
    }

    @Test func refusesWhatIsMissing() {
        #expect(error(without("authorization")).name == "MissingAuthenticationTokenException")
        #expect(error(without("x-amz-date")).name == "IncompleteSignatureException")
        #expect(error(without("host")).name == "InvalidSignatureException")
        #expect(error(without("content-type")).name == "InvalidSignatureException")
        #expect(error(request(service: "bedrock")).message.contains("correct service: 'dynamodb'"))
    }

    @Test func refusesWhatWasChanged() {
        for change in ["body", "path", "query", "target", "added", "signature", "scope", "unsigned"] {
            var request = request()
            let authorization = request.headers.firstIndex { $0.name == "authorization" } ?? 0
            switch change {
            case "body": request.body = Array("[]".utf8)
            case "path": request.path = "/x"
            case "query": request.query = "a=b"
            case "target": request.headers[2].value += "x"
            case "added": request.headers.append(("x-amz-extra", "1"))
            case "signature": request.headers[authorization].value.removeLast()
            case "scope":
                request.headers[authorization].value = request.headers[authorization].value.replacing(
                    "us-east-1", with: "eu-west-1")
            default:
                request.headers[authorization].value = request.headers[authorization].value.replacing(
                    ";x-amz-target", with: "")
            }
            #expect(error(request).name == "InvalidSignatureException", "\(change)")
        }
    }

    @Test(arguments: [
        "Basic abc", "AWS4-HMAC-SHA256", "AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x",
        "AWS4-HMAC-SHA256 nonsense",
    ])
    func refusesHeadersThatAreNoSignature(header: String) {
        var request = without("authorization")
        request.headers.append(("authorization", header))
        #expect(error(request).name == "IncompleteSignatureException")
    }
}
