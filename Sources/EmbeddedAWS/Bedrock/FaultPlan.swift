import Terminal

/// Which calls of models fail, and how: the faults of `--bedrock-fault`, used up in the order in which they were given.
package struct FaultPlan: Sendable {
    private var steps: [(fault: BedrockFault, count: Int)] = []

    /// A plan in which nothing fails.
    package init() {}

    /// Each of `options` is a list `NAME[:COUNT],…`. A fault without a count is that of all further calls. `name` is
    /// the option's, for errors.
    package init(_ options: [String], option name: String = "--bedrock-fault") throws(UsageError) {
        for option in options.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let parts = option.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let fault = BedrockFault(rawValue: String(parts.first ?? "")) else {
                let names = BedrockFault.allCases.map(\.rawValue).joined(separator: ", ")
                throw UsageError("\(name) \(option): the faults are \(names)")
            }
            guard let count = parts.count == 2 ? Int(parts[1]) : .max, count > 0 else {
                throw UsageError("\(name) \(option): the colon needs a whole number of calls, 1 or more")
            }
            steps.append((fault, count))
        }
    }

    package var isEmpty: Bool { steps.isEmpty }

    /// Returns the fault of the next call; nil if that one succeeds.
    mutating func next() -> BedrockFault? {
        guard let (fault, count) = steps.first else { return nil }
        if count == 1 { steps.removeFirst() } else { steps[0].count = count - 1 }
        return fault
    }
}
