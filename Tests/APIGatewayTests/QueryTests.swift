import JSON
import Testing

@testable import APIGateway

/// Query parameters in the forms in which they arrive.
@Suite struct QueryTests {
    /// The last one counts, in every format.
    @Test(arguments: [("rest-repeated", "IR"), ("http-api-repeated", "IR,CPL"), ("http-api-raw-query-only", "CPL")])
    func theLastOfARepeatedParameterCounts(name: String, programs: String) throws {
        try EventFile(name).request { request in
            #expect(request.query("state") == (name == "http-api-raw-query-only" ? "GA" : "TX"))
            #expect(request.query("programs") == programs && request.query("absent") == nil)
        }
    }

    /// The last one counts if it is empty, too: the parameter is as if not given.
    @Test(arguments: ["rest-repeated", "http-api-repeated", "http-api-raw-query-only", "function-url"])
    func theLastOfARepeatedParameterCountsIfItIsEmpty(name: String) throws {
        let event = try EventFile(name).setting("rawQueryString", to: "state=CA&state=")
            .setting("queryStringParameters", to: name == "http-api-raw-query-only" ? nil : ["state": "CA,"])
            .setting("multiValueQueryStringParameters", to: name == "rest-repeated" ? ["state": ["CA", ""]] : nil)
        try event.request { #expect($0.query("state") == nil) }
    }

    @Test func anEmptyValueIsAsIfNotGiven() throws {
        for name in ["rest-repeated", "http-api-raw-query-only"] {
            try EventFile(name).request { request in
                #expect(request.query("empty") == nil)
            }
        }
    }

    /// One value with a comma in it is one value.
    @Test func aCommaIsNoRepetition() throws {
        let event = try EventFile("http-api-repeated").setting("rawQueryString", to: "programs=PPL%2CIR&state=CA")
            .setting("queryStringParameters", to: ["programs": "PPL,IR", "state": "CA"])
        try event.request { request in
            #expect(request.query("programs") == "PPL,IR" && request.query("state") == "CA")
        }
    }

    /// A hand-written event may have a raw form that belongs to another request: the map counts.
    @Test(arguments: ["", "parameter1=value1", "state=NV", "state=CA&state=NV&state=TX"])
    func aRawFormThatDisagreesDoesNotCount(raw: String) throws {
        try EventFile("http-api-repeated").setting("rawQueryString", to: .string(raw)).request { request in
            #expect(request.query("state") == "CA,TX" && request.query("programs") == "PPL,IR,CPL")
        }
    }

    @Test func theRawFormAlone() throws {
        try EventFile("http-api-raw-query-only").request { request in
            #expect(request.query("state") == "GA" && request.query("programs") == "CPL")
            #expect(request.query("name") == "x")
            #expect(request.query("flag") == nil)
            #expect(request.query("broken") == "%zz")
        }
    }

    @Test(arguments: ["", "&", "&&=&", "=x", "?"]) func aRawFormWithoutParameters(raw: String) throws {
        try EventFile("http-api-raw-query-only").setting("rawQueryString", to: .string(raw)).request { request in
            #expect(request.query("state") == nil)
        }
    }

    @Test func multiValueMapsAlone() throws {
        let event = try EventFile("rest-repeated").setting("queryStringParameters", to: .null)
        try event.request { #expect($0.query("state") == "TX" && $0.query("programs") == "IR") }
    }

    @Test func singleValueMapsAlone() throws {
        let event = try EventFile("rest-repeated").setting("multiValueQueryStringParameters", to: nil)
        try event.request { #expect($0.query("state") == "TX" && $0.query("programs") == "IR") }
    }

    @Test(
        arguments: [
            nil, .null, [], "state=CA", ["state": .null], ["state": []], ["state": [.null, 7]], ["State": "CA"],
        ]
            as [JSONValue?])
    func mapsWithoutTheParameter(map: JSONValue?) throws {
        let event = try EventFile("rest-repeated").setting("queryStringParameters", to: map)
            .setting("multiValueQueryStringParameters", to: map)
        try event.request { #expect($0.query("state") == nil) }
    }

    @Test func escapesInTheEventAreDecoded() throws {
        let event = try EventFile("rest-repeated").setting("multiValueQueryStringParameters", to: nil)
            .setting("queryStringParameters", to: ["a\"b": "x\n\u{1}é🛩"])
        try event.request { #expect($0.query("a\"b") == "x\n\u{1}é🛩") }
    }
}
