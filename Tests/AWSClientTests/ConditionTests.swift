import JSON
import Testing

@testable import AWSClient

@Suite struct ConditionTests {
    private func value(_ name: String) -> (name: String, value: JSONValue) { (name: name, value: ["S": "x"]) }

    @Test(arguments: [
        ("#state = :state", ["state"]), ("#a.#b <= :c", ["a", "b"]), ("contains(#programs, :p)", ["programs"]),
        ("NOT attribute_type(#state, :s) OR NOT attribute_type(#avgRating, :n)", ["state", "avgRating"]),
        ("#a = :x AND #a < :y", ["a"]), ("attribute_exists(#snake_case2)", ["snake_case2"]), ("size(#l) > :n", ["l"]),
        ("plain = :x", []), ("", []),
    ]) func namesAreThoseBehindTheNumberSigns(expression: String, names: [String]) {
        let condition = DynamoDB.Condition(expression)
        #expect(condition.expression == expression)
        #expect(condition.names.map(\.name) == names.map { "#\($0)" })
        #expect(condition.names.compactMap(\.value.string) == names)
    }

    @Test func oneConditionIsItself() {
        let one = DynamoDB.Condition("#a = :a OR #b = :b", values: [value(":a")])
        #expect(DynamoDB.Condition.all([one])?.expression == "#a = :a OR #b = :b")
        #expect(DynamoDB.Condition.any([one])?.values.count == 1)
    }

    @Test func noneIsNil() {
        #expect(DynamoDB.Condition.all([])?.expression == nil)
        #expect(DynamoDB.Condition.any([])?.expression == nil)
    }

    @Test func joinedOnesKeepTheirMeaning() throws {
        let a = DynamoDB.Condition("#a = :a OR #b = :b", values: [value(":a"), value(":b")])
        let b = DynamoDB.Condition("#c = :c", values: [value(":c")])
        let all = try #require(DynamoDB.Condition.all([a, b]))
        #expect(all.expression == "(#a = :a OR #b = :b) AND (#c = :c)")
        #expect(all.names.map(\.name) == ["#a", "#b", "#c"] && all.values.map(\.name) == [":a", ":b", ":c"])
        let any = try #require(DynamoDB.Condition.any([all, b]))
        #expect(any.expression == "((#a = :a OR #b = :b) AND (#c = :c)) OR (#c = :c)")
    }

    @Test func aReadMentionsEachNameAndValueOnce() {
        let key = DynamoDB.Condition("#s = :s", values: [value(":s")])
        let filter = DynamoDB.Condition("#s = :s AND #t = :s", values: [value(":s")])
        let body = DynamoDB.Read.query("t", index: "i", key: key, filter: filter).body(startKey: nil)
        #expect(body["ExpressionAttributeNames"]?.text == ##"{"#s":"s","#t":"t"}"##)
        #expect(body["ExpressionAttributeValues"]?.text == #"{":s":{"S":"x"}}"#)
    }

    @Test func aScanWithoutConditionsMentionsNone() {
        #expect(DynamoDB.Read.scan("t").body(startKey: nil).text == #"{"TableName":"t"}"#)
        let key: JSONValue = ["k": ["N": "4.70"]]
        #expect(
            DynamoDB.Read.scan("t").body(startKey: key).text
                == #"{"TableName":"t","ExclusiveStartKey":{"k":{"N":"4.70"}}}"#)
    }
}
