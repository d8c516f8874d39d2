import Matching
import Schools

/// How much of the wish the aircraft of the fleet that fits best is: the share of the wish's words that are in its name,
/// squared. 1 if all are, 0 if none is. Rises with every word. Unknown without a wish or if the fleet is unknown.
struct AircraftCurve: FactorCurve {
    static let factor = Factor.aircraft
    /// The fit of each of the catalogue's types.
    private let fits: [Double]
    private let texts: FactTexts
    /// The longest name that a fact repeats.
    private static let maximumCharacters = 60

    init?(_ question: MatchQuestion, _ texts: FactTexts) {
        guard let wish = question.aircraft else { return nil }
        let words = AircraftType.words(wish)
        self.texts = texts
        fits = texts.aircraftTypes.map { type in
            let share = Double(words.count { Self.contains(type.key, $0) }) / Double(max(1, words.count))
            return share * share
        }
    }

    func fit(_ school: Candidate) -> Double? { best(school)?.fit }

    func fact(_ school: Candidate) -> String {
        guard let best = best(school), best.fit > 0 else { return "no aircraft like it" }
        let name = UntrustedText.clean(texts.aircraftTypes[best.type].name)
        let isShown = name.count <= Self.maximumCharacters && ExplanationCheck(schoolName: nil).fault(in: name) == nil
        return "flies \(isShown ? name : "an aircraft like it")"
    }

    private func best(_ school: Candidate) -> (type: Int, fit: Double)? {
        var best: (type: Int, fit: Double)?
        for place in school.facts.aircraft {
            let type = Int(texts.aircraft[Int(place)])
            if fits[type] > best?.fit ?? -1 { best = (type, fits[type]) }
        }
        return best
    }

    private static func contains(_ text: [UInt8], _ word: [UInt8]) -> Bool {
        guard text.count >= word.count else { return false }
        return (0...(text.count - word.count)).contains { text[$0..<($0 + word.count)].elementsEqual(word) }
    }
}
