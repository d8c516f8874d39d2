import Foundation
import Support

extension ScriptedServer.Step {
    /// A response in DynamoDB's JSON.
    static func dynamoDB(_ body: String, status: Int = 200) -> Self {
        .answer(status, ["Content-Type": "application/x-amz-json-1.0"], body: body)
    }

    /// The response to a Scan of an empty table.
    static let emptyPage = dynamoDB(#"{"Items":[],"Count":0,"ScannedCount":0}"#)
}

extension ScriptedServer {
    /// Waits until that many requests have been read; false if it takes longer than `seconds`.
    func waitForRequests(_ count: Int, seconds: Double = 5) -> Bool {
        let limit = Date(timeIntervalSinceNow: seconds)
        while requests.count < count {
            guard Date() < limit else { return false }
            usleep(2000)
        }
        return true
    }
}
