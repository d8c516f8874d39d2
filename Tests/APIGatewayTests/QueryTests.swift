import JSON
import Testing

@testable import APIGateway

/// Query parameters in the forms in which they arrive.
@Suite struct QueryTests {
    /// Repeated, the last one counts, and lists are joined: from either gateway.
    @Test(arguments: ["rest-repeated", "http-api-repeated"]) func repeatedParameters(name: String) throws {
        try Event(name).request { request in
            #expect(request.query("state") == "TX")
            #expect(request.query("absent") == nil && request.queryList("absent") == nil)
        }
    }

    @Test func listsAreJoined() throws {
        try Event("rest-repeated").request { request in
            #expect(request.queryList("programs") == "PPL,IR" && request.queryList("state") == "CA,TX")
        }
        try Event("http-api-repeated").request { #expect($0.queryList("programs") == "PPL,IR,CPL") }
    }

    @Test func anEmptyValueIsAsIfNotGiven() throws {
        for name in ["rest-repeated", "http-api-raw-query-only"] {
            try Event(name).request { request in
                #expect(request.query("empty") == nil && request.queryList("empty") == nil)
            }
        }
    }

    /// One value with a comma in it is one value.
    @Test func aCommaIsNoRepetition() throws {
        let event = try Event("http-api-repeated").setting("rawQueryString", to: "programs=PPL%2CIR&state=CA")
            .setting("queryStringParameters", to: ["programs": "PPL,IR", "state": "CA"])
        try event.request { request in
            #expect(request.query("programs") == "PPL,IR" && request.queryList("programs") == "PPL,IR")
        }
    }

    /// A hand-written event may have a raw form that belongs to another request: the map counts.
    @Test(arguments: ["", "parameter1=value1", "state=NV", "state=CA&state=NV&state=TX"])
    func aRawFormThatDisagreesDoesNotCount(raw: String) throws {
        try Event("http-api-repeated").setting("rawQueryString", to: .string(raw)).request { request in
            #expect(request.query("state") == "CA,TX" && request.queryList("programs") == "PPL,IR,CPL")
        }
    }

    @Test func theRawFormAlone() throws {
        try Event("http-api-raw-query-only").request { request in
            #expect(request.query("state") == "GA" && request.queryList("state") == "FL,GA")
            #expect(request.queryList("programs") == "PPL, IR,CPL")
            #expect(request.query("name") == "x")
            #expect(request.query("flag") == nil)
            #expect(request.query("broken") == "%zz")
        }
    }

    @Test(arguments: ["", "&", "&&=&", "=x", "?"]) func aRawFormWithoutParameters(raw: String) throws {
        try Event("http-api-raw-query-only").setting("rawQueryString", to: .string(raw)).request { request in
            #expect(request.query("state") == nil)
        }
    }

    @Test func multiValueMapsAlone() throws {
        let event = try Event("rest-repeated").setting("queryStringParameters", to: .null)
        try event.request { #expect($0.query("state") == "TX" && $0.queryList("programs") == "PPL,IR") }
    }

    @Test func singleValueMapsAlone() throws {
        let event = try Event("rest-repeated").setting("multiValueQueryStringParameters", to: nil)
        try event.request { #expect($0.query("state") == "TX" && $0.queryList("programs") == "IR") }
    }

    @Test(
        arguments: [
            nil, .null, [], "state=CA", ["state": .null], ["state": []], ["state": [.null, 7]], ["State": "CA"],
        ]
            as [JSONValue?])
    func mapsWithoutTheParameter(map: JSONValue?) throws {
        let event = try Event("rest-repeated").setting("queryStringParameters", to: map)
            .setting("multiValueQueryStringParameters", to: map)
        try event.request { #expect($0.query("state") == nil && $0.queryList("state") == nil) }
    }

    @Test func escapesInTheEventAreDecoded() throws {
        let event = try Event("rest-repeated").setting("multiValueQueryStringParameters", to: nil)
            .setting("queryStringParameters", to: ["a\"b": "x\n\u{1}é🛩"])
        try event.request { #expect($0.query("a\"b") == "x\n\u{1}é🛩") }
    }
}
