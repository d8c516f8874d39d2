import Testing

@testable import AWSClient

@Suite struct RetryPolicyTests {
    private let policy = RetryPolicy(maximumAttempts: 4, baseMilliseconds: 25)
    private let longest: (ClosedRange<Double>) -> Double = { $0.upperBound }
    private let shortest: (ClosedRange<Double>) -> Double = { $0.lowerBound }

    @Test func theBoundDoubles() {
        #expect((1...3).map { policy.delay(after: $0, asked: nil, random: longest) } == [25, 50, 100])
        #expect((1...3).map { policy.delay(after: $0, asked: nil, random: shortest) } == [0, 0, 0])
    }

    @Test func thereIsALastAttempt() {
        #expect(policy.delay(after: 4, asked: nil) == nil)
        #expect(policy.delay(after: 5, asked: 1) == nil)
        #expect(RetryPolicy(maximumAttempts: 1, baseMilliseconds: 25).delay(after: 1, asked: nil) == nil)
    }

    @Test func noDelayExceedsTwentySeconds() {
        let patient = RetryPolicy(maximumAttempts: .max, baseMilliseconds: 25)
        for attempt in [10, 11, 31, 64, 1_000_000] {
            #expect(patient.delay(after: attempt, asked: nil, random: longest)! <= 20_000)
        }
    }

    @Test func theDelaysAreSpreadOut() {
        let delays = (0..<1000).compactMap { _ in policy.delay(after: 3, asked: nil) }
        #expect(delays.allSatisfy { (0...100).contains($0) })
        #expect(Set(delays).count > 50)
        #expect((35...65).contains(delays.reduce(0, +) / delays.count))
    }

    /// The specification of `x-amz-retry-after`: at least the own delay, at most five seconds more.
    @Test(arguments: [(0, 25), (10, 25), (25, 25), (400, 400), (5025, 5025), (5026, 5025), (Int.max, 5025), (-7, 25)])
    func theServiceIsAskedWithinBounds(asked: Int, delay: Int) {
        #expect(policy.delay(after: 1, asked: asked, random: longest) == delay)
    }

    @Test func dynamoDBHasTheSDKsFigures() {
        #expect(RetryPolicy.dynamoDB.maximumAttempts == 4)
        #expect(RetryPolicy.dynamoDB.baseMilliseconds == 25)
    }
}
