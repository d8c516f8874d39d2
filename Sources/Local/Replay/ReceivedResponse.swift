import Bytes
import JSON

/// A function's response in API Gateway's form, as a caller gets it.
struct ReceivedResponse {
    private let response: JSONValue

    /// Nil for bytes that are not a JSON object.
    init?(_ bytes: [UInt8]) {
        guard let response = try? JSONValue(parsing: bytes), response.members != nil else { return nil }
        self.response = response
    }

    /// The status; nil if there is none.
    var status: Int? { response["statusCode"]?.integer }

    /// The body as a caller gets it, empty if there is none.
    var body: String {
        let text = response["body"]?.string ?? ""
        guard response["isBase64Encoded"]?.bool == true else { return text }
        return Base64.decode(text.utf8).map { String(decoding: $0, as: UTF8.self) } ?? text
    }

    /// The JSON in the body; nil if it is not JSON.
    var json: JSONValue? { try? JSONValue(parsing: Array(body.utf8)) }

    /// Returns a member of the response itself.
    func json(_ name: String) -> JSONValue? { response[name] }

    /// Returns a header, its name in any case; several values are joined by commas.
    func header(_ name: String) -> String? {
        func find(_ members: JSONValue?) -> JSONValue? {
            members?.members?.first { $0.name.lowercased() == name.lowercased() }?.value
        }
        return find(response["headers"])?.string
            ?? find(response["multiValueHeaders"])?.array?.compactMap(\.string).joined(separator: ",")
    }
}
