import JSON
import Support
import Testing

@testable import AWSClient
@testable import EmbeddedAWS

/// The condition language: what holds for an item, and what is refused.
@Suite struct ExpressionTests {
    private static let item = """
        {"name":{"S":"Åre"},"n":{"N":"4.70"},"big":{"N":"12345678901234567890123456789012345678"},"t":{"BOOL":true},
        "nothing":{"NULL":true},"tags":{"SS":["a","b"]},"nums":{"NS":["1","2.0"]},"bin":{"B":"AQID"},"bins":{"BS":["AQ=="]},
        "list":{"L":[{"S":"x"},{"M":{"deep":{"L":[{"N":"1"},{"N":"2"}]}}}]},
        "box":{"M":{"low":{"N":"9000"},"dotted.name":{"S":"d"}}},"blank":{"S":""}}
        """

    private func parse(_ expression: String, names: String = "{}", values: String = "{}") throws -> Condition {
        let members = [("ExpressionAttributeNames", names), ("ExpressionAttributeValues", values)].filter {
            $0.1 != "{}"
        }
        let request = JSONValue.object(try members.map { ($0.0, try json($0.1)) })
        return try ExpressionParser.condition(expression, ExpressionPlaceholders(request, hasExpression: true))
    }

    private static let values = """
        {":name":{"S":"Åre"},":a":{"S":"a"},":one":{"N":"1"},":five":{"N":"5"},":n":{"N":"4.7"},":big":{"N":"12345678901234567890123456789012345677"},
        ":true":{"BOOL":true},":null":{"NULL":true},":set":{"SS":["b","a"]},":two":{"N":"2"},":b":{"B":"AQI="},":map":{"M":{"deep":{"L":[{"N":"1"},{"N":"2"}]}}},
        ":S":{"S":"S"},":SS":{"S":"SS"},":empty":{"S":""},":three":{"N":"3"},":AQ":{"B":"AQ=="}}
        """

    @Test(arguments: [
        ("#name = :name", true), ("n = :n", true), ("n <> :n", false), ("n < :five", true), ("n >= :five", false),
        ("big > :big", true), ("big <= :big", false), ("t = :true", true), ("nothing = :null", true),
        ("tags = :set", true), ("absent = :n", false), ("absent <> :n", true), ("n = :a", false), ("n <> :a", true),
        ("n < :a", false), ("n >= :a", false), ("absent < :n", false), ("n BETWEEN :one AND :five", true),
        ("n between :n and :n", true), ("n BETWEEN :five AND :five", false), ("#name BETWEEN :empty AND :name", true),
        ("n IN (:one, :n)", true), ("n in (:one)", false), ("attribute_exists(box.low)", true),
        ("attribute_exists(box.high)", false), ("attribute_not_exists(#list[5])", true),
        ("attribute_exists(#list[1].deep[1])", true), ("#list[1].deep[1] = :two", true), ("#list[1] = :map", true),
        ("attribute_exists(box.#d)", true), ("attribute_exists(n.low)", false), ("attribute_type(tags, :SS)", true),
        ("attribute_type(tags, :S)", false), ("attribute_type(absent, :S)", false), ("begins_with(#name, :name)", true),
        ("begins_with(#name, :empty)", true), ("begins_with(bin, :b)", true), ("begins_with(n, :a)", false),
        ("contains(tags, :a)", true), ("contains(nums, :two)", true), ("contains(nums, :three)", false),
        ("contains(#list, :map)", true), ("contains(#list, :a)", false), ("contains(bins, :AQ)", true),
        ("contains(bin, :b)", true), ("contains(#name, :a)", false), ("contains(#name, :empty)", true),
        ("contains(n, :n)", false), ("size(tags) = :two", true), ("size(bin) = :three", true),
        ("size(#name) > :three", true),
        ("size(#list) = :two", true), ("size(box) = :two", true), ("size(n) = :one", false),
        ("size(blank) < :one", true),
        ("NOT n = :n", false), ("NOT NOT n = :n", true), ("NOT n = :one AND n = :n", true),
        ("n = :n OR n = :one AND n = :five", true), ("(n = :n OR n = :one) AND n = :five", false),
        ("not (n = :one or n = :five)", true), ("((n = :n))", true), (":n = n", true), ("n = box.low", false),
    ])
    func decidesAsDynamoDBDoes(expression: String, expected: Bool) throws {
        let item = try Item(wire: json(Self.item))
        // Placeholders that are not used would be refused by a request; here only those that are resolved matter.
        let condition = try parse(
            expression, names: ##"{"#name":"name","#list":"list","#d":"dotted.name"}"##, values: Self.values)
        #expect(condition.holds(for: item) == expected)
    }

    @Test(arguments: [
        ("", "The expression can not be empty;"), ("a =", #"Syntax error; token: "<EOF>", near: "=""#),
        ("a = :n AND", #"Syntax error; token: "<EOF>", near: "AND""#), ("a == :n", #"token: "=""#),
        ("(a = :n", "<EOF>"),
        ("a = :n)", #"token: ")""#), ("a ! :n", #"token: "!""#), ("a = :n b", #"token: "b""#),
        ("a[x] = :n", #"token: "x""#),
        ("a. = :n", #"token: "=""#), ("# = :n", ##"token: "#""##), ("a IN ()", #"token: ")""#), ("a", "<EOF>"),
        ("a BETWEEN :n OR :n", #"token: "OR""#), ("AND = :n", #"token: "AND""#), ("a = :x", "attribute value: :x"),
        ("#x = :n", "attribute name: #x"), ("state = :n", "reserved keyword: state"),
        ("a.Count = :n", "reserved keyword: Count"),
        ("foo(a)", "Invalid function name; function: foo"), ("size(a)", "<EOF>"),
        ("contains(a) ", "number of operands: 1"),
        ("attribute_exists(:n)", "requires a document path"), ("attribute_type(a, :n)", "operand type: N"),
        ("attribute_type(a, :a)", "Invalid attribute type name found; type: a"),
        ("begins_with(a, :n)", "operand type: N"),
        ("a < :true", "operator or function: <, operand type: BOOL"),
        ("a BETWEEN :five AND :one", "upper bound to be greater"),
        ("a BETWEEN :one AND :a", "requires same data type"), ("a = a", "The first operand must be distinct"),
        ("begins_with(a, :a) = :n", #"token: "=""#), ("a = begins_with(a, :a)", "not allowed to be used this way"),
        (String(repeating: "(", count: 4000), "<EOF>"), (String(repeating: "a", count: 4097), "exceeded the maximum"),
    ])
    func refusesWithAWSsWords(expression: String, part: String) {
        let error = #expect(throws: ExpressionError.self) { try parse(expression, values: Self.values) }
        #expect(error?.message.contains(part) == true, "\(error?.message ?? "")")
    }

    @Test(arguments: [
        (
            "box.low, #list[1].deep[1], #list[0], absent",
            #"{"list":{"L":[{"S":"x"},{"M":{"deep":{"L":[{"N":"2"}]}}}]},"box":{"M":{"low":{"N":"9000"}}}}"#
        ),
        ("n", #"{"n":{"N":"4.70"}}"#), ("n.low, #list[7]", "{}"),
    ])
    func projects(expression: String, expected: String) throws {
        let names = try json(##"{"ExpressionAttributeNames":{"#list":"list"}}"##)
        let projection = try ExpressionParser.projection(expression, ExpressionPlaceholders(names, hasExpression: true))
        let projected = AttributeValue.m(projection.apply(to: try Item(wire: json(Self.item))))
        #expect(projected == .m(try Item(wire: json(expected))))
    }

    @Test(arguments: ["a, a", "a, a.b", "a.b[0], a.b[0].c", "a[0], a.b", "a,", ",a", "a b", "size(a)"])
    func refusesProjections(expression: String) throws {
        let none = try ExpressionPlaceholders(json("{}"), hasExpression: true)
        #expect(throws: ExpressionError.self) { try ExpressionParser.projection(expression, none) }
    }
}
