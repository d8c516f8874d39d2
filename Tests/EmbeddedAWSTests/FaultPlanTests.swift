import Terminal
import Testing

@testable import EmbeddedAWS

@Suite struct FaultPlanTests {
    @Test(arguments: ["nope", "", "throttle:", "throttle:0", "throttle:-1", "throttle:x", "throttle,", "Throttle"])
    func refusesFaults(text: String) {
        let error = #expect(throws: UsageError.self) { try FaultPlan([text]) }
        #expect(error?.description.contains("\n") == false)
    }
}
