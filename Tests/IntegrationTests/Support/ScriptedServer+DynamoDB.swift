import Foundation
import Support

extension ScriptedServer.Step {
    /// An answer in DynamoDB's JSON.
    static func dynamoDB(_ body: String, status: Int = 200) -> Self {
        .answer(status, ["Content-Type": "application/x-amz-json-1.0"], body: body)
    }

    /// What a Scan or a Query answers that finds nothing.
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
