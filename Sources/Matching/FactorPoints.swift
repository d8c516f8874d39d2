import APIGateway
import JSON

/// What a factor gave to a score.
package struct FactorPoints: Sendable {
    let factor: Factor
    /// 0 to `most`.
    let points: Double
    /// The points that the factor could give, 0 to 100.
    let most: Double

    /// How far the factor moved the score from the middle, up or down, in points.
    var pull: Double { points - most / 2 }
}

extension FactorPoints {
    /// Reads the member `factors` of a request, which is optional. Of a factor that is named twice the last one counts.
    static func all(of request: MatchFields) throws(HTTPError) -> [FactorPoints] {
        guard let value = request.member("factors") else { return [] }
        let names = Factor.allCases.map(\.rawValue)
        guard let elements = value.array, elements.count <= names.count else {
            throw request.bad("factors", "not allowed: it must be an array of at most \(names.count) objects")
        }
        var all: [FactorPoints] = []
        for (index, element) in elements.enumerated() {
            let name = "factors[\(index)]"
            guard element.members != nil else { throw request.bad(name, "not an object") }
            let new = try FactorPoints(MatchFields(element, path: "\(request.path)\(name)."))
            all.removeAll { $0.factor == new.factor }
            all.append(new)
        }
        return all
    }

    private init(_ fields: MatchFields) throws(HTTPError) {
        let names = Factor.allCases.map(\.rawValue).joined(separator: ", ")
        guard let name = fields.member("name") else {
            throw fields.bad("name", "missing: it must be one of \(names)")
        }
        guard let factor = name.string.flatMap(Factor.init) else {
            throw fields.bad("name", "not allowed: it must be one of \(names)")
        }
        let points = try fields.requiredNumber("points", 0...100)
        most = try fields.requiredNumber("of", 0...100)
        self.factor = factor
        self.points = min(points, most)
    }
}

extension MatchFacts {
    /// The factors that decided the score, those that raised it first: the two strongest, and the weakest of the others.
    var deciding: (strongest: ArraySlice<FactorPoints>, weakest: FactorPoints?) {
        let known = Factor.allCases.compactMap { factor in
            request.factors.first { $0.factor == factor && $0.most > 0 }
        }
        // Equals stay in the order of their weights.
        let sorted = known.enumerated().sorted { ($1.element.pull, $0.offset) < ($0.element.pull, $1.offset) }
            .map(\.element)
        return (sorted.prefix(2), sorted.dropFirst(2).last)
    }
}
