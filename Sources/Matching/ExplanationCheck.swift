/// Decides whether a model's text may be passed on to a caller, who shows it on a web page as it is.
package struct ExplanationCheck {
    /// Why a text is not passed on.
    package enum Fault: String, Error { case empty, tooLong, link, markup, refusal, number, quality }

    /// Characters (Unicode scalars) that an explanation may have at most.
    private static let maximumCharacters = 1200

    /// The reasons to stop that leave a text complete. After all others, those not known yet included, the text may have been
    /// cut: `max_tokens`, `model_context_window_exceeded`, `pause_turn`, `tool_use`.
    private static let completeReasons = ["end_turn", "stop_sequence"]
    private static let refusals = ["refusal", "guardrail_intervened"]

    private let schoolName: String?
    /// The facts that a model was told, for a text that a model wrote.
    private let facts: MatchFacts?

    /// Checks texts of a model that was told these facts: they have no number but theirs, and no word for the match but its own.
    package init(_ facts: MatchFacts) { self.init(schoolName: facts.request.school.name, facts) }

    /// The school's own name, as it is given, is not a link, even if it is a host such as `FlyLearn.com`. A longer link in the
    /// name is one.
    package init(schoolName: String?) { self.init(schoolName: schoolName, nil) }

    private init(schoolName: String?, _ facts: MatchFacts?) {
        self.facts = facts
        self.schoolName = schoolName.flatMap { WebText.hasLinkBeyondHost($0) ? nil : $0 }
    }

    /// Returns the text as it is passed on, in one paragraph, or why it is not. A text that was cut ends with its last whole
    /// sentence.
    package func check(_ text: String, stopReason: String = "end_turn") -> Result<String, Fault> {
        if Self.refusals.contains(stopReason) { return .failure(.refusal) }
        var clean = UntrustedText.clean(text)
        if !Self.completeReasons.contains(stopReason) { clean = WholeSentences.of(clean) }
        if let fault = fault(in: clean) { return .failure(fault) }
        // Cleaning joins the lines, and with them goes what makes a list or a heading.
        return Markdown.hasBlock(text) ? .failure(.markup) : .success(clean)
    }

    /// Returns the fault of a text of one line, or nil if it has none.
    package func fault(in text: String) -> Fault? {
        if text.isEmpty { return .empty }
        if text.unicodeScalars.count > Self.maximumCharacters { return .tooLong }
        if WebText.hasMarkup(text) || Markdown.hasBlock(text) || Markdown.hasSpan(text) { return .markup }
        if WebText.hasLink(text, except: schoolName) { return .link }
        guard let facts else { return nil }
        if !FactNumbers(facts.told).allow(text) { return .number }
        return QualityWords(facts).allow(text) ? nil : .quality
    }
}
