import Bytes
import Foundation
import Support
import Testing

@testable import LambdaRuntime

/// The one test that waits as long as a stall takes.
@Suite(.timeLimit(.minutes(1))) struct StallTests {
    @Test func aRuntimeAPIThatSaysNothingToAResponseIsLeft() throws {
        let fake = ScriptedServer(script: [[.pause(milliseconds: 11_000), .accepted]])
        defer { fake.stop() }
        let api = try #require(RuntimeAPI(address: fake.authority))
        let start = Instant.now()
        let failure = #expect(throws: RuntimeAPI.Failure.self) {
            try api.postResponse(requestID: RuntimeResponse.id, UnsafeRawBufferPointer(start: nil, count: 0))
        }
        #expect((9_500...10_900).contains(Instant.now().milliseconds(since: start)))
        #expect(failure?.description == "POST /response: \(fake.authority): no progress for 10 s")
    }
}
