import AWSClient
import Bytes
import CCurl
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

    private func pages(_ caller: DynamoDBCaller) throws -> [[String]] {
        var pages: [[String]] = []
        var start = ""
        for _ in 0..<50 {
            let response = try caller.call("Scan", #"{"TableName":"flight-schools"\#(start)}"#)
            pages.append(ids(response))
            guard let key = response["LastEvaluatedKey"] else { return pages }
            start = #","ExclusiveStartKey":\#(key.text)"#
        }
        return pages
    }

    @Test(arguments: [1, 2, 3, 4, 5, 7, 8, 9])
    func pagesShowEachItemOnce(pageSize: Int) throws {
        let whole = try pages(try DynamoDBCaller(Self.items))
        #expect(whole.count == 1)
        #expect(whole[0] != whole[0].sorted(), "a scan is not in the order of the key")
        let pages = try pages(try DynamoDBCaller(Self.items, pageSize: pageSize))
        #expect(pages.flatMap { $0 } == whole[0])
        #expect(pages.dropLast().allSatisfy { $0.count == pageSize } && pages.last?.isEmpty == false)
    }

    @Test func goesOnAfterAKeyWhoseItemIsGone() throws {
        let whole = try pages(DynamoDBCaller(Self.items))[0]
        for (index, id) in whole.enumerated() {
            let without = try json(Self.items).array?.filter { $0["schoolId"]?.string != id }
            let caller = try DynamoDBCaller(JSONValue.array(without ?? []).text)
            let rest = try caller.call(
                "Scan", #"{"TableName":"flight-schools","ExclusiveStartKey":{"schoolId":{"S":"\#(id)"}}}"#)
            #expect(ids(rest) == Array(whole[(index + 1)...]))
            #expect(rest["LastEvaluatedKey"] == nil)
        }
    }

    @Test func anEmptyTableHasOneEmptyPage() throws {
        #expect(try pages(try DynamoDBCaller("[]", pageSize: 1)) == [[]])
    }

    @Test func aPageHoldsAtMostOneMegabyte() throws {
        let text = String(repeating: "x", count: 300_000)
        let items = (0..<7).map { #"{"schoolId":"\#($0)","text":"\#(text)"}"# }.joined(separator: ",")
        #expect(try pages(try DynamoDBCaller("[\(items)]")).map(\.count) == [3, 3, 1])
    }

    /// Exactly 1 MB fits: the sizes of names and values count, and one byte more does not.
    @Test(arguments: [(0, [2]), (1, [1, 1])])
    func theLimitOfAPageIsExact(more: Int, counts: [Int]) throws {
        let names = "schoolIdtext".utf8.count + 1
        let items = [0, more].enumerated().map { index, more in
            let text = String(repeating: "x", count: (1 << 19) - names + more)
            return #"{"schoolId":"\#(index)","text":"\#(text)"}"#
        }
        #expect(try pages(try DynamoDBCaller("[\(items.joined(separator: ","))]")).map(\.count) == counts)
    }

    @Test func findsAnItemByItsKey() throws {
        let caller = try DynamoDBCaller(Self.items)
        func get(_ id: String) throws -> JSONValue {
            try caller.call("GetItem", #"{"TableName":"flight-schools","Key":{"schoolId":{"S":"\#(id)"}}}"#)
        }
        #expect(try get("c")["Item"]?["avgRating"]?["N"]?.string == "4.50")
        #expect(try get("z").text == "{}")
    }

    private static let validation = "com.amazon.coral.validate#ValidationException"
    private static let serialization = "com.amazon.coral.service#SerializationException"
    private static let notFound = "com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"
    private static let denied = "com.amazon.coral.service#AccessDeniedException"

    @Test(arguments: [
        ("Scan", #"{"TableName":"other"}"#, notFound, "Requested resource not found"),
        ("Scan", "{}", validation, "Value null at 'tableName'"),
        ("Scan", #"{"TableName":"x"}"#, validation, "Invalid table/index name."),
        ("Scan", #"{"TableName":"a/b"}"#, validation, "Invalid table/index name."),
        ("Scan", #"{"TableName":"flight-schools""#, serialization, ""),
        ("Scan", "[]", serialization, "Start of structure or map"),
        ("Scan", #"{"TableName":5}"#, serialization, "TableName"),
        ("Scan", #"{"TableName":"flight-schools","ConsistentRead":"yes"}"#, serialization, "ConsistentRead"),
        (
            "Scan", #"{"TableName":"flight-schools","ExclusiveStartKey":{"id":{"S":"a"}}}"#, validation,
            "The provided starting key is invalid: The provided key element does not match the schema"
        ),
        (
            "Scan", #"{"TableName":"flight-schools","ExclusiveStartKey":{"schoolId":{"S":""}}}"#, validation,
            "The provided starting key is invalid"
        ),
        ("Scan", #"{"TableName":"flight-schools","ExclusiveStartKey":[]}"#, serialization, "Start of structure"),
        ("Scan", #"{"TableName":"explanations"}"#, denied, "dynamodb:Scan on resource: table/explanations"),
        ("Scan", #"{"TableName":"flight-schools","IndexName":5}"#, serialization, "IndexName"),
        ("BatchGetItem", "{}", validation, "Value null at 'requestItems'"),
        ("BatchGetItem", #"{"RequestItems":[]}"#, serialization, "Start of list"),
        ("BatchGetItem", #"{"RequestItems":{"flight-schools":[]}}"#, serialization, "Start of structure"),
        ("BatchGetItem", #"{"RequestItems":{"flight-schools":{}}}"#, validation, "flight-schools.member.Keys"),
        ("BatchGetItem", #"{"RequestItems":{"flight-schools":{"Keys":{}}}}"#, serialization, "Keys must be a list"),
        ("BatchGetItem", #"{"RequestItems":{"a/b":{"Keys":[]}}}"#, validation, "Invalid table/index name."),
        ("PutItem", "{}", validation, "tableName"),
        (
            "PutItem", #"{"TableName":"flight-schools","Item":{}}"#, denied,
            "dynamodb:PutItem on resource: table/flight-schools"
        ),
        ("PutItem", #"{"TableName":"explanations"}"#, validation, "Value null at 'item'"),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"expiresAt":{"N":"1"}}}"#, validation,
            "Missing the key cacheKey in the item"
        ),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"cacheKey":{"N":"1"}}}"#, validation,
            "Type mismatch for key cacheKey expected: S actual: N"
        ),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"cacheKey":{"S":""}}}"#, validation,
            "cannot contain an empty string value. Key: cacheKey"
        ),
        (
            "PutItem", #"{"TableName":"explanations","Item":{"cacheKey":{"S":"a"},"n":{"N":"ten"}}}"#, validation,
            "cannot be converted to a numeric value"
        ),
        (
            "GetItem", #"{"TableName":"explanations","Key":{"schoolId":{"S":"a"}}}"#, validation,
            "The provided key element does not match the schema"
        ),
        (
            "GetItem", #"{"TableName":"flight-schools","Key":{"schoolId":{"S":"a"},"b":{"S":"a"}}}"#, validation,
            "The provided key element does not match the schema"
        ),
        ("GetItem", #"{"TableName":"flight-schools"}"#, validation, "Value null at 'key'"),
        ("GetItem", #"{"TableName":"flight-schools","Key":null}"#, validation, "Value null at 'key'"),
        (
            "GetItem", #"{"TableName":"flight-schools","Key":{"schoolId":{"S":""}}}"#, validation,
            "cannot contain an empty string value. Key: schoolId"
        ),
    ])
    func refusesAsAWSDoes(operation: String, body: String, type: String, words: String) throws {
        let error = try DynamoDBCaller(Self.items).error(operation, body)
        #expect(error.type == type)
        #expect(words.isEmpty || error.message.contains(words), "\(error.message)")
    }

    @Test(arguments: ["Query", "DescribeTable", "ListTables", "DeleteItem", "BatchWriteItem", ""])
    func refusesOtherOperationsByName(operation: String) throws {
        let error = try DynamoDBCaller(Self.items).error(operation, #"{"TableName":"flight-schools"}"#)
        #expect(error.type == "com.amazon.coral.service#UnknownOperationException")
        #expect(error.message == "The embedded endpoint does not know \(operation)")
    }

    @Test(arguments: [
        ("Scan", "flight-schools", "FilterExpression"), ("Scan", "flight-schools", "Limit"),
        ("Scan", "flight-schools", "TotalSegments"), ("Scan", "flight-schools", "tableName"),
        ("GetItem", "flight-schools", "ProjectionExpression"), ("PutItem", "explanations", "ConditionExpression"),
    ])
    func refusesOtherParametersByName(operation: String, table: String, parameter: String) throws {
        let caller = try DynamoDBCaller(Self.items)
        func error(_ value: String) throws -> (type: String, message: String) {
            try caller.error(operation, #"{"TableName":"\#(table)","\#(parameter)":\#(value)}"#)
        }
        for value in [#""x""#, "{}", "1"] {
            #expect(try error(value) == (Self.validation, "The embedded endpoint does not know \(parameter)"))
        }
        #expect(try !error("null").message.contains(parameter), "a null is as if the parameter was not there")
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

    @Test func everyResponseCarriesAWSsHeaders() throws {
        let endpoint = try DynamoDBCaller(Self.items).endpoint
        for body in [#"{"TableName":"flight-schools"}"#, "nonsense"] {
            let response = endpoint.respond(to: DynamoDBCaller.request("Scan", body))
            let headers = Dictionary(uniqueKeysWithValues: response.headers.map { ($0.name, $0.value) })
            #expect(response.status == (body == "nonsense" ? 400 : 200))
            #expect(headers["Content-Type"] == "application/x-amz-json-1.0")
            #expect(headers["x-amzn-RequestId"]?.count == 52)
            #expect(
                headers["x-amz-crc32"]
                    == response.body.withUnsafeBytes { String(ccurl_crc32($0.baseAddress, $0.count)) })
            #expect(headers["Date"].flatMap { UTCTime(httpDate: $0) } == DynamoDBCaller.time)
        }
    }
}
