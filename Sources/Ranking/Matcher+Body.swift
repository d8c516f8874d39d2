import APIGateway
import Bytes
import JSON
import LambdaRuntime
import Matching
import Schools

extension Matcher {
    /// Brings the card of the school at an index, as JSON text.
    package typealias Cards = (Int) -> [UInt8]

    /// Returns the body of the response to `POST /match`. `cards` is asked for those of `ranking.shown`. Throws `HTTPError` 500 if a
    /// card is not JSON.
    package func body(of ranking: MatchRanking, _ cards: Cards) throws(HTTPError) -> [UInt8] {
        var out = ByteBuffer(capacity: 16_384)
        out.append("{\"matches\":")
        try out.append(jsonArray: ranking.matches.enumerated()) { (match, out) throws(HTTPError) in
            try write(match.element, rank: match.offset + 1, cards(match.element.index), &out)
        }
        out.append(",\"count\":")
        out.append(decimal: ranking.matches.count)
        out.append(",\"considered\":")
        out.append(decimal: ranking.considered)
        for (index, exclusion) in Exclusion.allCases.enumerated() {
            out.append(index == 0 ? ",\"excluded\":{\"" : ",\"")
            out.append(exclusion.rawValue)
            out.append("\":")
            out.append(decimal: ranking.excluded[exclusion] ?? 0)
        }
        out.append("},\"nearest\":{\"radius\":")
        write(ranking.nearestRadius, "miles", &out)
        out.append(",\"maxBudget\":")
        write(ranking.nearestBudget, "usd", &out)
        out.append("},\"beyond\":")
        try out.append(jsonArray: ranking.beyond) { (school, out) throws(HTTPError) in
            try write(school, rank: nil, cards(school.index), &out)
        }
        if !question.schoolIDs.isEmpty {
            out.append(",\"unknownIds\":")
            out.append(jsonArray: ranking.unknownIDs) { $1.append(jsonString: $0) }
        }
        out.append("}")
        return out.array()
    }

    private func write(_ steps: [NearestChanges.Step], _ unit: StaticString, _ out: inout ByteBuffer) {
        out.append(jsonArray: steps) { step, out in
            out.append("{\"")
            out.append(unit)
            out.append("\":")
            out.append(decimal: step.value)
            out.append(",\"more\":")
            out.append(decimal: step.more)
            out.append("}")
        }
    }

    private func write(
        _ ranked: RankedSchool, rank: Int?, _ card: [UInt8], _ out: inout ByteBuffer
    ) throws(HTTPError) {
        let school = Candidate(catalogue.facts(ranked.index), from: question.student.location)
        let explained = try explained(ranked, school, card)
        let score = Double(ranked.tenths) / 10
        let facts = MatchFacts(
            request: MatchRequest(student: question.student, school: try explained.school, score: score))
        out.append("{")
        if let rank {
            out.append("\"rank\":")
            out.append(decimal: rank)
            out.append(",")
        }
        out.append("\"score\":")
        out.append(Hundredths.text(score))
        out.append(",\"word\":")
        out.append(jsonString: facts.matchWord)
        if let miles = facts.miles {
            out.append(",\"distanceMiles\":")
            out.append(decimal: miles)
        }
        if let exclusion = ranked.exclusion {
            out.append(",\"excludedBy\":")
            out.append(jsonString: exclusion.rawValue)
        }
        out.append(",\"factors\":")
        out.append(jsonArray: scorer.points(school)) { $0.write(to: &$1) }
        out.append(",\"explanation\":")
        out.append(jsonString: ExplanationTemplate(facts).text)
        out.append(",\"source\":\"template\",\"school\":")
        out.append(card)
        out.append(",\"explain\":")
        explained.json.write(to: &out)
        out.append("}")
    }

    private func explained(
        _ ranked: RankedSchool, _ school: Candidate, _ card: [UInt8]
    ) throws(HTTPError) -> ExplainedSchool {
        let id = catalogue.id(ranked.index)
        do {
            let card = try JSONValue(parsing: card)
            return ExplainedSchool(id: id, card: card, facts: school.facts, goal: question.goal)
        } catch {
            throw .internalError(
                ("a school's card is not JSON", ["schoolId": .untrusted(id), "cause": .string("\(error)")]))
        }
    }
}

extension MatchScorer.Points {
    fileprivate func write(to out: inout ByteBuffer) {
        out.append("{\"name\":")
        out.append(jsonString: factor.rawValue)
        out.append(",\"points\":")
        out.append(Hundredths.text(points))
        out.append(",\"of\":")
        out.append(Hundredths.text(of))
        out.append(",\"fact\":")
        out.append(jsonString: fact)
        out.append("}")
    }
}
