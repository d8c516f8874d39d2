import Foundation
import Support
import Testing

// Responses to `POST /explain-match`.
extension Answer {
    var explanation: String { json["explanation"] as? String ?? "" }
    var source: String { json["source"] as? String ?? "" }
    var isFallback: Bool? { json["fallback"] as? Bool }
    var warnings: [String] { log.filter { $0.contains("WARN") } }
    /// The lines about calls of the model.
    var modelLines: [String] { log.filter { $0.contains("Bedrock") } }

    /// Checks that the response keeps the promises of contract §4 and §5.
    func expectContract(sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status < 500, "\(log)", sourceLocation: sourceLocation)
        #expect(headers["Access-Control-Allow-Origin"] != nil, sourceLocation: sourceLocation)
        let sentNothing = errors.first?.contains(#""attempts":0,"#) == true
        let calledModel = source == "bedrock" || (isFallback == true && !sentNothing)
        #expect(modelLines.count == (calledModel ? 1 : 0), "\(log)", sourceLocation: sourceLocation)
        let unfit = warnings.filter { $0.contains("is not passed on") }
        #expect(
            errors.count + unfit.count == (isFallback == true ? 1 : 0), "\(log)", sourceLocation: sourceLocation)
        #expect(errors.isEmpty || errors == modelLines || sentNothing, "\(log)", sourceLocation: sourceLocation)
        guard status == 200 else { return }
        let members: Set = ["explanation", "cached", "source"]
        #expect(
            Set(json.keys) == members.union(source == "template" ? ["fallback"] : []), "\(body)",
            sourceLocation: sourceLocation)
        #expect(["bedrock", "cache", "template"].contains(source), sourceLocation: sourceLocation)
        #expect(json["cached"] as? Bool == (source == "cache"), sourceLocation: sourceLocation)
        #expect(!explanation.isEmpty && explanation.count <= 1200, sourceLocation: sourceLocation)
        #expect(
            !log.contains { $0.contains(explanation) }, "an explanation is in the log", sourceLocation: sourceLocation)
        if source == "template" {
            #expect(explanation.last == "." || explanation.last == "!", "\(body)", sourceLocation: sourceLocation)
        }
    }

    /// Checks that the template stood in for a model that failed with `type`, in so many requests (nil: any number).
    func expectFallback(
        _ type: String, attempts: Int? = nil, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(status == 200 && source == "template" && isFallback == true, "\(log)", sourceLocation: sourceLocation)
        #expect(errors.first?.contains(#""errorType":"\#(type)""#) == true, "\(log)", sourceLocation: sourceLocation)
        #expect(!body.contains(type) && !body.contains("Bedrock"), "\(body)", sourceLocation: sourceLocation)
        if let attempts {
            #expect(
                errors.first?.contains(#""attempts":\#(attempts),"#) == true, "\(log)", sourceLocation: sourceLocation)
        }
    }

    /// Checks that the model's text was not passed on, and why not.
    func expectUnfit(_ cause: String, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(status == 200 && source == "template" && isFallback == true, "\(log)", sourceLocation: sourceLocation)
        #expect(errors.isEmpty, "\(log)", sourceLocation: sourceLocation)
        #expect(
            warnings.count == 1 && warnings[0].contains(#""cause":"\#(cause)""#), "\(log)",
            sourceLocation: sourceLocation)
    }
}
