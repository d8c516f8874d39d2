/// What is measured of MatchExplainer: the health check answered by the template, by the cache, and by the embedded model.
struct ExplainerBench {
    let package: FunctionPackage
    /// The events that are sent.
    let options: [UInt8]
    let healthCheck: [UInt8]

    func starts() throws -> BenchSubject.Starts {
        try template.starts([("OPTIONS", options), ("explanation", healthCheck)])
    }

    func measurements() throws -> [BenchSubject.Measurement] {
        [
            try template.measure("OPTIONS", options), try template.measure("template", healthCheck),
            try subject([]).measure("cache hit", healthCheck),
            try subject([("EXPLANATION_CACHE_SECONDS", "0")]).measure("embedded model", healthCheck),
        ]
    }

    /// The health check's score is below this one.
    private var template: BenchSubject { subject([("AI_MIN_SCORE", "100")]) }

    private func subject(_ variables: [(String, String)]) -> BenchSubject {
        BenchSubject(function: "MatchExplainer", package: package, schools: [], variables: variables)
    }
}
