import Foundation
import Support
import Testing

extension IntegrationTests {
    /// A clock that is wrong, on this side or on the other: signatures are refused for their date, and the answer's `Date`
    /// says by how much.
    @Suite(.needsPackage) struct ClockTests {
        @Test(arguments: [-6 * 3600, -20 * 60, 20 * 60, 24 * 3600])
        func correctsItsClockOnceAndForAll(seconds: Int) throws {
            let dynamoDB = try EmbeddedDynamoDB(skewMilliseconds: seconds * 1000)
            try Instance.run(dynamoDB.variables.merging(["SCHOOLS_CACHE_SECONDS": "0"]) { $1 }) { instance in
                let first = try instance.answer(Event.list(["fields": "card"]))
                #expect(first.status == 200 && dynamoDB.requests == 2, "refused once, then accepted: \(first.log)")
                for _ in 0..<3 { #expect(try instance.answer(Event.school("school-001")).status == 200) }
                #expect(dynamoDB.requests == 5, "it stays corrected")
            }
        }

        @Test func leavesATolerableDifferenceAlone() throws {
            let dynamoDB = try EmbeddedDynamoDB(skewMilliseconds: 120_000)
            try Instance.run(dynamoDB.variables) { instance in
                let answer = try instance.answer(Event.list(["fields": "card"]))
                #expect(answer.status == 200 && dynamoDB.requests == 1)
            }
        }

        /// A server whose `Date` changes nothing is not asked for ever.
        @Test(arguments: ["Mon, 01 Jan 2001 00:00:00 GMT", "yesterday", nil])
        func isCorrectedOnlyOnce(date: String?) throws {
            let body = #"{"__type":"com.amazon.coral.service#InvalidSignatureException","message":"Signature expired"}"#
            let server = ScriptedServer { _ in
                guard let date else { return [.dynamoDB(body, status: 400)] }
                return [.answer(400, ["Date": date], body: body)]
            }
            defer { server.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": server.url]) { instance in
                try instance.answer(Event.list()).expectFailure(500, "InvalidSignatureException")
                #expect(server.requests.count == (date?.hasSuffix("GMT") == true ? 2 : 1))
            }
        }
    }
}
