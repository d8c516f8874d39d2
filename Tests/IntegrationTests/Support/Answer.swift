import Foundation
import Support
import Testing

/// A proxy response, as API Gateway reads it.
struct Answer {
    let status: Int
    let headers: [String: String]
    let body: String
    /// The bytes of the whole response.
    let size: Int
    /// The lines that the invocation wrote.
    let log: [String]
    let milliseconds: Int
    let requestID: String

    init(_ response: [UInt8], log: [String], milliseconds: Int, requestID: String) throws {
        let json = try #require(JSONSerialization.jsonObject(with: Data(response)) as? [String: Any])
        status = try #require(json["statusCode"] as? Int)
        headers = try #require(json["headers"] as? [String: String])
        body = try #require(json["body"] as? String)
        #expect(json["isBase64Encoded"] as? Bool == false)
        size = response.count
        self.log = log
        self.milliseconds = milliseconds
        self.requestID = requestID
    }

    var json: [String: Any] {
        (try? JSONSerialization.jsonObject(with: Data(body.utf8))) as? [String: Any] ?? [:]
    }
    var schools: [[String: Any]] { json["schools"] as? [[String: Any]] ?? [] }
    var ids: [String] { schools.compactMap { $0["schoolId"] as? String } }
    var cursor: String? { json["nextCursor"] as? String }
    var errors: [String] { log.filter { $0.contains("ERROR") } }

    /// Checks that a caller is told nothing internal of a failure, and an operator its `type`, in one line.
    func expectFailure(
        _ status: Int, _ type: String, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(self.status == status, "\(log)", sourceLocation: sourceLocation)
        let message = status == 500 ? "Internal error" : "The service is busy or not available, try again in a moment"
        #expect(json["error"] as? String == message, sourceLocation: sourceLocation)
        #expect(json["requestId"] as? String == requestID, sourceLocation: sourceLocation)
        #expect(json.count == 2, sourceLocation: sourceLocation)
        #expect((headers["Retry-After"] != nil) == (status == 503), sourceLocation: sourceLocation)
        #expect(errors.count == 1, sourceLocation: sourceLocation)
        #expect(errors.first?.contains(#""errorType":"\#(type)""#) == true, "\(errors)", sourceLocation: sourceLocation)
    }
}
