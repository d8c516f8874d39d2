/// Changes of one number of a question that would let more schools in, from the smallest on.
struct NearestChanges {
    /// A whole number to ask with, and how many more schools then match.
    struct Step: Equatable {
        let value: Int
        let more: Int
    }

    /// Counts of schools that a step should let in, if there are as many: one, a few, and a choice.
    private static let aims = (one: 1, few: 3, choice: 10)

    /// For each school, the smallest whole number that lets it in.
    private var needs: [Int] = []
    /// The smallest of them, as many as the steps need, sorted: there may be 100,000 in all.
    private var smallest: [Int] = []

    /// Notes a school that the number alone keeps out, and the smallest whole number that lets it in.
    mutating func add(_ need: Int) {
        needs.append(need)
        if smallest.count == Self.aims.choice {
            guard let last = smallest.last, need < last else { return }
            smallest.removeLast()
        }
        smallest.insert(need, at: smallest.firstIndex { need < $0 } ?? smallest.endIndex)
    }

    /// Returns up to three steps. Each lets in exactly as many schools as it says, those of the steps before it included.
    func steps() -> [Step] {
        var steps: [Step] = []
        for aim in [Self.aims.one, Self.aims.few, Self.aims.choice] {
            guard let value = smallest.prefix(aim).last, value > steps.last?.value ?? -1 else { continue }
            steps.append(Step(value: value, more: needs.count { $0 <= value }))
        }
        return steps
    }
}
