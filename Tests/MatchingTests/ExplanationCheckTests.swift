import Foundation
import Testing

@testable import Matching

@Suite struct ExplanationCheckTests {
    /// The text that is passed on, or the fault's name.
    private func outcome(_ text: String, _ stopReason: String = "end_turn", name: String? = nil) -> String {
        switch ExplanationCheck(schoolName: name).check(text, stopReason: stopReason) {
        case .success(let text): text
        case .failure(let fault): "fault: \(fault.rawValue)"
        }
    }

    @Test(arguments: [
        "", " ", "\n\t\r", "\u{200B}", "\u{0}\u{202E}",
    ]) func nothingIsEmpty(text: String) { #expect(outcome(text) == "fault: empty") }

    @Test func lengthIsInCharacters() {
        let long = String(repeating: "é", count: 1199) + "."
        #expect(outcome(long) == long)
        #expect(outcome(long + "x") == "fault: tooLong")
        #expect(outcome("  \(long)\n") == long)
        #expect(outcome(String(repeating: "x", count: 10_000_000)) == "fault: tooLong")
    }

    @Test(arguments: ["refusal", "guardrail_intervened"]) func aRefusalIsNone(stopReason: String) {
        #expect(outcome("A fine school.", stopReason) == "fault: refusal")
    }

    @Test(arguments: ["end_turn", "stop_sequence"]) func aCompleteTextStaysWhole(stopReason: String) {
        #expect(outcome("A fine school", stopReason) == "A fine school")
    }

    /// A reason that is not known to mean "complete" may mean "cut".
    @Test(arguments: [
        "max_tokens", "model_context_window_exceeded", "pause_turn", "tool_use", "compaction", "", "something_new",
        "END_TURN", "end_turn ",
    ]) func everyOtherReasonMayMeanCut(stopReason: String) {
        #expect(outcome("It fits. A fine school", stopReason) == "It fits.")
        #expect(outcome("A fine school", stopReason) == "fault: empty")
    }

    @Test(arguments: [
        "See https://evil.example", "http://1.2.3.4/x", "HTTPS://EVIL.EXAMPLE", "ftp://x", "at www.evil.example",
        "WWW.x.y",
        "[this](that)", "[Lone Star](evil.example)", "![x](y)", "mailto:a@b", "javascript:alert(1)", "data:text/html,x",
        "visit lonestar.com", "visit Lone-Star.COM.", "(lonestar.net)", "\"lonestar.org\"", "fly.aero!", "x.io, y",
        "café.com",
        "evil.com/path", "evil.museum/path", "lonestar.de", "sub.lonestar.co.uk", "lonestar.com:8080", "9air.com…",
        "Write to info@lonestar.com.", "pilot@localhost", "a.b+c@school.museum", "ask me@home",
    ]) func aLinkIsNotPassedOn(text: String) { #expect(outcome(text) == "fault: link") }

    @Test(arguments: [
        "<b>Great</b>", "<script>", "a <br/> b", "</p>", "<!-- x -->", "<?php", "<IMG src=x>", "x<y", "&lt;b&gt;",
        "&#60;", "&#x3C;",
        "&amp;", "Tom &nbsp; Jerry",
    ]) func markupIsNotPassedOn(text: String) { #expect(outcome(text) == "fault: markup") }

    @Test(arguments: [
        "St. Louis is close.", "You train under Part 61.", "It has a 4.7 rating.", "e.g. the Cessna 172",
        "U.S. pilots fly there.",
        "It is close to you.They are good.", "It fits you.It is near.", "At $12.50 an hour.",
        "The price (about $9,500) fits.",
        "Fewer than < 5 students", "I <3 flying", "Smith & Sons is good; it is near.", "R&D is fun.",
        "AT&T has many; too.",
        "It is 3.5 miles away.", "Mt. Hood Flight School, Inc. is near.", "The No. 1 school!", "Really?! Yes…",
        "A.B.C. Aviation",
        "Denver, Co. is near.", "Call it \"good\".", "cost/benefit", "and/or", "Part 61/141.", "U.S./Canada",
        "10 a.m. to 5 p.m.",
        "You’ll love it – truly.", "Schön! 滑翔机 ✈", "@ the airfield", "a [sic] b (c)",
    ]) func ordinaryTextIsPassedOn(text: String) { #expect(outcome(text) == text) }

    @Test func spaceAndWhatCannotBeSeenGoes() {
        #expect(outcome("\n Great school. \n\n It is near.\t") == "Great school. It is near.")
        #expect(outcome("Great\u{202E} sch\u{200B}ool.\u{0}") == "Great school.")
    }

    @Test(arguments: [
        ("It is near. It costs", "It is near."), ("It is near! It costs $12.", "It is near!"),
        ("Is it near? It costs $12.50 an", "Is it near?"),
        ("It is near. It is under Part 61.", "It is near."), ("It is under Part 61. It costs", "It is under Part 61."),
        ("It is near. You fly the Cessna 172, e.g.", "It is near."), ("It is near. It is in St.", "It is near."),
        ("It is near. It is in St. Louis, where", "It is near."), ("It is near. The U.S. is", "It is near."),
        ("It is near. Mr. Smith teaches", "It is near."), ("It is near. Plan B.", "It is near."),
        ("It is near. It opens at 9 a.m. every", "It is near."), ("It is near. It costs approx. $9", "It is near."),
        ("It is called \"near.\" It costs", "It is called \"near.\""),
        ("It is near (really.) It costs", "It is near (really.)"),
        ("It is “near.” It", "It is “near.”"), ("It is near. It costs $12.5", "It is near."),
        ("All is said.", "All is said."),
        ("All is said. Well done!", "All is said. Well done!"), ("One.Two", ""), ("No end at all", ""),
        ("It costs $12.", ""),
        ("...", ""), (".", ""), ("St. Louis", ""), ("", ""), ("Near.\n\nIt", "Near."),
    ]) func whatWasCutEndsWithItsLastSentence(text: String, kept: String) {
        #expect(outcome(text, "max_tokens") == (kept.isEmpty ? "fault: empty" : kept))
    }

    /// A long text in every stage of being cut: always a prefix of it, and always whole.
    @Test func everyCutIsWhole() {
        let text =
            "Lone Star in St. Louis is an excellent match! At $12.50 an hour it fits. The U.S. school (Part 61.) is near. Go \"now.\" Fly"
        let ends = [
            "", "Lone Star in St. Louis is an excellent match!",
            "Lone Star in St. Louis is an excellent match! At $12.50 an hour it fits.",
            "Lone Star in St. Louis is an excellent match! At $12.50 an hour it fits. The U.S. school (Part 61.)",
            "Lone Star in St. Louis is an excellent match! At $12.50 an hour it fits. The U.S. school (Part 61.) is near.",
            "Lone Star in St. Louis is an excellent match! At $12.50 an hour it fits. The U.S. school (Part 61.) is near. Go \"now.\"",
        ]
        for length in 0...text.count {
            let kept = WholeSentences.of(String(text.prefix(length)))
            #expect(ends.contains(kept) || ends.contains("\(kept)\"") || ends.contains("\(kept))"), "\(kept)")
        }
    }

    @Test func aCutTextIsCheckedToo() {
        #expect(outcome("See evil.com now. And", "max_tokens") == "fault: link")
        #expect(outcome("Fine. See evil.com", "max_tokens") == "Fine.")
    }

    // MARK: The school's own name

    private static let hosts = [
        "FlyLearn.com", "flylearn.COM", "www.FlyLearn.com", "Sky.Aero Academy", "Fly at evil.com now",
    ]

    @Test(arguments: hosts) func theOwnNameIsNotALink(name: String) {
        for text in [
            "\(name) is a good match.", "You like \(name).", "“\(name)” fits (\(name)), \(name)’s planes, \(name)!",
            "\(name): good. \(name)? Yes; \(name)", "'\(name)', \"\(name)\"",
        ] {
            #expect(outcome(text, name: name) == text)
            #expect(outcome(text) == "fault: link" && outcome(text, name: "Another") == "fault: link")
        }
    }

    /// The name inside something longer is not the name.
    @Test(arguments: [
        "evil.NAME", "xNAME", "x-NAME", "NAME.evil.ru", "NAME/pay", "NAME:8080", "NAME?x=1", "NAME#x", "me@NAME",
        "NAME@evil.ru",
        "https://NAME", "http://NAME/", "mailto:NAME", "javascript:NAME", "[NAME](NAME)", "//NAME", "NAMEx.ru",
        "NAME.NAME",
        "NAME and evil.com", "evil.com or NAME", "flylearn.net, not NAME", "NAME: https://x.y",
    ]) func aLinkAroundTheOwnNameIsOne(form: String) {
        let text = "See \(form.replacingOccurrences(of: "NAME", with: "FlyLearn.com")) today."
        #expect(outcome(text, name: "FlyLearn.com") == "fault: link", "\(text)")
    }

    /// A name that is an attack stays one.
    @Test(arguments: [
        ("https://evil.example", "link"), ("http://evil", "link"), ("evil.com/pay", "link"), ("me@evil.com", "link"),
        ("[x](y)", "link"), ("mailto:x", "link"), ("javascript:x", "link"), ("<b>Sky</b>", "markup"),
        ("Sky&lt;b&gt;", "markup"), ("**Sky**", "markup"), ("`Sky` `Two`", "markup"), ("<script>", "markup"),
    ]) func aNameThatIsAnAttackIsNotPassedOn(name: String, fault: String) {
        #expect(outcome("\(name) is a good match.", name: name) == "fault: \(fault)")
        #expect(ExplanationCheck(schoolName: name).fault(in: name)?.rawValue == fault)
    }
}
