/// What an invocation would cost on AWS, in USD, without free tiers: prices of us-east-1, as in the runbook's bill.
package struct Cost: Sendable {
    /// What the prices depend on.
    package struct Prices: Sendable {
        /// The memory of each function, in MB, from the template.
        package let memory: [String: Int]
        /// For a million tokens, as MatchExplainer is told.
        package let inputTokens: Double
        package let outputTokens: Double

        /// Prices of a model and sizes of functions.
        package init(memory: [String: Int], inputTokens: Double, outputTokens: Double) {
            self.memory = memory
            self.inputTokens = inputTokens
            self.outputTokens = outputTokens
        }
    }

    static let requests = 0.2 / 1e6
    /// A second of a GB on x86_64.
    static let gigabyteSeconds = 0.000_016_666_7
    static let readUnits = 0.125 / 1e6

    /// The time on the bill: whole milliseconds, the initialisation included.
    package let billedMilliseconds: Int
    /// The function's share: the request and its time.
    package let function: Double
    /// The gateway's share.
    package let gateway: Double
    /// The share of the tables that were read and the models that were called, as far as that was seen.
    package let services: Double

    /// Everything.
    package var total: Double { function + gateway + services }

    /// The cost of a request that only the gateway has seen.
    init(gatewayPerMillion: Double) {
        (billedMilliseconds, function, services) = (0, 0, 0)
        gateway = gatewayPerMillion / 1e6
    }

    /// The cost of an invocation; nil if the memory of its function is not known, or it did not run.
    init?(_ invocation: Invocation, gatewayPerMillion: Double, _ prices: Prices) {
        guard let memory = prices.memory[invocation.function], let milliseconds = invocation.milliseconds else {
            return nil
        }
        billedMilliseconds = Int((milliseconds + (invocation.initMilliseconds ?? 0)).rounded(.up))
        let seconds = Double(billedMilliseconds) / 1000
        function = Self.requests + seconds * Double(memory) / 1024 * Self.gigabyteSeconds
        gateway = gatewayPerMillion / 1e6
        services = (invocation.calls ?? []).reduce(0) { sum, call in
            let tokens = call.tokens.map {
                (Double($0.input) * prices.inputTokens + Double($0.output) * prices.outputTokens) / 1e6
            }
            return sum + (tokens ?? 0) + (call.readUnits ?? 0) * Self.readUnits
        }
    }
}
