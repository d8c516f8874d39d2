import JSON

/// The embedded model's words on a match: two or three plain sentences from the facts in the prompt, always the same
/// for the same prompt.
///
/// MatchExplainer writes facts as `name: value`, one a line. A prompt without any gets a sentence that says so.
struct ModelText {
    private let facts: [String: String]

    init(prompt: String) {
        var facts: [String: String] = [:]
        for line in prompt.split(separator: "\n") {
            guard let colon = line.firstIndex(of: ":") else { continue }
            facts[String(line[..<colon])] = Self.unquoted(line[colon...].dropFirst().trimming { $0 == " " })
        }
        self.facts = facts
    }

    var text: String {
        guard let match = facts["match"] else {
            return "The embedded model has read your message. It found no match in it to explain."
        }
        let school = plain("school") ?? "This school"
        let goal = plain("goal").map { " for your \($0) training" } ?? ""
        let article = "aeiou".contains(match.first ?? "x") ? "an" : "a"
        let opening = "\(school) is \(article) \(match) match\(goal)."
        let closing = "Talk to the school about what you want to learn, and visit it before you decide."
        return [opening, place, cost ?? closing, decided].compactMap { $0 }.joined(separator: " ")
    }

    private var place: String? {
        let distance = facts["distance"].map { "\($0) from you" }
        guard let place = plain("school's place") else { return distance.map { "You would train \($0)." } }
        return "You would train in \(place)\(distance.map { ", \($0)" } ?? "")."
    }

    private var cost: String? {
        facts["cost"].map { cost in
            "The training costs \(cost)\(facts["cost and budget"].map { ": \($0)" } ?? "")."
        }
    }

    private var decided: String? {
        facts["strongest"].map { strongest in
            "It scores most by \(strongest)\(facts["weakest"].map { ", and least by \($0)" } ?? "")."
        }
    }

    /// Returns a text that a stranger typed, if it holds only letters, digits and the signs of names: a model that
    /// follows its instructions repeats nothing else.
    private func plain(_ name: String) -> String? {
        guard let text = facts[name], text.count <= 60, !text.isEmpty,
            text.allSatisfy({ $0.isLetter || $0.isNumber || " ,'’-&".contains($0) })
        else { return nil }
        return text
    }

    /// Returns the text of a JSON string, or any other value as it is.
    private static func unquoted(_ value: Substring) -> String {
        (try? JSONValue(parsing: Array(value.utf8)))?.string ?? String(value)
    }
}
