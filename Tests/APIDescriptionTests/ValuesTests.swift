import APIGateway
import JSON
import Matching
import Schools
import Support
import Testing

@testable import GetSchools

/// The lists of values and the bounds that the description has in common with the code. Requests alone would not show a
/// value that is allowed and not described.
@Suite(.enabled(if: Parts.mustRun(DescriptionCheck.isReady), "cfn-lint is not installed: run ./build.sh test"))
struct ValuesTests {
    @Test("sortBy has the orders of the code")
    func orders() throws { #expect(try schema(of: "sortBy")["enum"]?.strings == SchoolOrder.names) }

    @Test("trainingType has the training types of the code")
    func trainingTypes() throws {
        #expect(try schema(of: "trainingType")["enum"]?.strings == School.trainingTypes)
    }

    @Test("a program is one of the code's")
    func programs() throws {
        let schemas = try DescriptionCheck.description()["components"]?["schemas"]
        #expect(schemas?["Program"]?["enum"]?.strings == Programs.names)
    }

    @Test("a factor is one of the code's")
    func factors() throws {
        let schemas = try DescriptionCheck.description()["components"]?["schemas"]
        #expect(schemas?["Factor"]?["properties"]?["name"]?["enum"]?.strings == Factor.allCases.map(\.rawValue))
        #expect(schemas?["Match"]?["properties"]?["factors"]?["maxItems"]?.integer == Factor.allCases.count)
    }

    @Test("an id is as long as a school's may be")
    func identifiers() throws {
        let item = try DescriptionCheck.description()["paths"]?["/schools/{schoolId}"]
        #expect(item?["parameters"]?.array?.first?["schema"]?["maxLength"]?.integer == School.maximumIDBytes)
    }

    @Test("a preflight names the request headers of the code")
    func requestHeaders() throws {
        let headers = try DescriptionCheck.description()["components"]?["headers"]
        let allowed = headers?["AllowHeaders"]?["schema"]?["example"]?.string
        #expect(allowed == CORS.requestHeaders)
        let exposed = headers?["ExposeHeaders"]?["schema"]?["example"]?.string
        #expect(exposed == CORS.exposedHeaders)
    }

    private func schema(of parameter: String) throws -> JSONValue {
        let parameters = try DescriptionCheck.description()["paths"]?["/schools"]?["get"]?["parameters"]?.array ?? []
        return try #require(parameters.first { $0["name"]?.string == parameter }?["schema"])
    }
}

extension JSONValue {
    fileprivate var strings: [String]? { array?.compactMap(\.string) }
}
