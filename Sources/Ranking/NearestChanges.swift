/// Changes of one number of a question that would let more schools in, from the smallest on.
struct NearestChanges {
    /// A whole number to ask with, and how many more schools then match.
    struct Step: Equatable {
        let value: Int
        let more: Int
    }

    /// Counts of schools that a step should let in, if there are as many: one, a few, and a choice.
    private static let aims = [1, 3, 10]

    /// For each school, the smallest whole number that lets it in.
    private var needs: [Int] = []

    /// Notes a school that the number alone keeps out, and the smallest whole number that lets it in.
    mutating func add(_ need: Int) { needs.append(need) }

    /// Returns up to three steps. Each lets in exactly as many schools as it says, those of the steps before it included.
    func steps() -> [Step] {
        let sorted = needs.sorted()
        var steps: [Step] = []
        for aim in Self.aims {
            guard let value = sorted.prefix(aim).last, value > steps.last?.value ?? -1 else { continue }
            steps.append(Step(value: value, more: sorted.prefix { $0 <= value }.count))
        }
        return steps
    }
}
