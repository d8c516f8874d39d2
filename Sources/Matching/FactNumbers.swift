/// The numbers that the model is told, and so the only ones that it may say.
struct FactNumbers {
    private let facts: [(fact: ToldFact, number: SaidNumber)]

    init(_ told: [ToldFact]) {
        facts = told.flatMap { fact in SaidNumber.all(in: fact.text).map { (fact, $0) } }
    }

    /// Whether each number of a text is a fact, as exact as the fact is.
    func allow(_ text: String) -> Bool {
        SaidNumber.all(in: text).allSatisfy { said in facts.contains { Self.is(said, $0.number, of: $0.fact) } }
    }

    private static func `is`(_ said: SaidNumber, _ told: SaidNumber, of fact: ToldFact) -> Bool {
        // `Grand Junction` and `Half Moon Bay` are names, and no amounts.
        if said.value.isNaN { return fact.isTyped && told.value.isNaN && told.words == said.words }
        // Thousands with a decimal point are off by a rounding in the last bit: 14.35 × 1000.
        guard abs(said.value - told.value) <= 4 * told.value.ulp else { return false }
        // The 100 of `92 of 100` is no fact about the school.
        if told.isWhole, !fact.isTyped, !said.isWhole { return false }
        switch said.unit {
        case nil: return true
        case .instructors: return fact.name == .instructors
        case .percent: return fact.name == .score || told.unit == .percent
        case .points: return [.score, .strongest, .weakest].contains(fact.name)
        case .time: return told.unit == .time || told.unit == nil && fact.isTyped
        case .dollars, .miles, .part: return told.unit == said.unit
        }
    }
}
