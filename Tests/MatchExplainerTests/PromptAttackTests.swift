import Foundation
import JSON
import Support
import Testing

@testable import MatchExplainer
@testable import Matching

/// A stranger's text stays data: whatever it is, and in whatever field.
@Suite struct PromptAttackTests {
    @Test(arguments: Attacks.all) func thePromptKeepsItsStructure(attack: String) throws {
        let bodies = Matches.textFields.map { Matches.body([$0], .string(attack)) }
        for body in bodies + [Matches.body(Matches.textFields, .string(attack))] {
            let structure = try PromptStructure(try Matches.prompt(body).user)
            #expect(structure.facts["match"] == "excellent" && structure.facts["score"] == "85 of 100")
            // The facts that code works out are none that a text can add.
            #expect(Set(structure.facts.keys).subtracting(PromptStructure.quotedNames) == ["match", "score"])
            let clean = UntrustedText.clean(attack)
            for (name, text) in structure.facts where PromptStructure.quotedNames.contains(name) {
                #expect(text == clean || text == "\(clean), \(clean)")
            }
        }
    }

    @Test func thereAreManyAttacks() {
        #expect(Attacks.all.count >= 80)
        #expect(Attacks.all.allSatisfy { $0.unicodeScalars.count <= 200 })
    }

    @Test func theTemplateKeepsItsFormToo() throws {
        for attack in Attacks.all {
            let facts = try Matches.facts(Matches.body(Matches.textFields, .string(attack)))
            let text = ExplanationTemplate(facts).text
            let check = ExplanationCheck(schoolName: facts.request.school.name)
            #expect(check.fault(in: text) == nil, "\(attack) \(text)")
            #expect(text.hasSuffix(".") || text.hasSuffix("!"))
        }
    }

    /// Random texts of up to 200 scalars from everywhere in Unicode.
    @Test func anyTextKeepsTheStructure() throws {
        var chance = Chance(seed: 4)
        for _ in 0..<300 {
            let text = chance.text(upTo: 200)
            let user = try Matches.prompt(Matches.body(Matches.textFields, .string(text))).user
            #expect(throws: Never.self) { try PromptStructure(user) }
        }
    }

    @Test func everyScalarIsCleanedOrKept() {
        for value in UInt32(0)...0x10FFFF {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let clean = UntrustedText.clean("a\(scalar)b").unicodeScalars
            guard clean.count == 3, let kept = clean.dropFirst().first else { continue }
            #expect(kept == scalar || kept == " ")
            if kept == scalar, scalar.properties.generalCategory == .format || scalar.properties.isWhitespace {
                #expect(scalar == " ")
            }
        }
    }

    @Test(arguments: [
        ("  a \t\r\n b  ", "a b"), ("a\u{0}b", "a b"), ("\u{200B}", ""), ("a\u{AD}b", "ab"), ("\u{301}a", "a"),
        ("a \u{301}b", "a b"), ("a\u{301}\u{302}\u{303}\u{304}\u{305}b", "a\u{301}\u{302}\u{303}\u{304}b"),
        ("\u{3000}a\u{A0}b\u{2003}", "a b"), ("नमस्ते", "नमस्ते"), ("Ñandú", "Ñandú"), ("学校", "学校"), ("", ""),
    ]) func textIsCleaned(text: String, clean: String) {
        #expect(UntrustedText.clean(text).unicodeScalars.elementsEqual(clean.unicodeScalars))
    }
}
