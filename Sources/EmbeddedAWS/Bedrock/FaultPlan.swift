import Terminal

/// Which calls go wrong, and how: the faults of `--bedrock-fault`, used up in the order in which they were given.
package struct FaultPlan: Sendable {
    private var steps: [(fault: BedrockFault, count: Int)] = []

    /// Nothing goes wrong.
    package static let none = FaultPlan()

    private init() {}

    /// Each of `options` is a list `NAME[:COUNT],…`; without a count all further calls are affected. Throws `Problem`.
    package init(_ options: [String]) throws(Problem) {
        for option in options.flatMap({ $0.split(separator: ",", omittingEmptySubsequences: false) }) {
            let parts = option.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
            guard let fault = BedrockFault(rawValue: String(parts.first ?? "")) else {
                throw Problem("--bedrock-fault \(option): the faults are \(Self.names)")
            }
            guard let count = parts.count == 2 ? Int(parts[1]) : .max, count > 0 else {
                throw Problem("--bedrock-fault \(option): a whole number of calls from 1 is needed behind the colon")
            }
            steps.append((fault, count))
        }
    }

    package var isEmpty: Bool { steps.isEmpty }

    /// The fault of the next call; nil if that one goes well.
    package mutating func next() -> BedrockFault? {
        guard let (fault, count) = steps.first else { return nil }
        if count == 1 { steps.removeFirst() } else { steps[0].count = count - 1 }
        return fault
    }

    /// All names, for people.
    package static var names: String { BedrockFault.allCases.map(\.rawValue).joined(separator: ", ") }
}
