import Foundation
import Testing

@testable import Schools

@Suite struct SortNameTests {
    @Test(arguments: [
        ("Bay Area", "bay area"), ("ÉCOLE", "ecole"), ("E\u{301}cole", "ecole"), ("Zürich", "zurich"), ("Łódź", "lodz"),
        ("Åre", "are"), ("İzmir", "izmir"), ("東京", "東京"), ("Київ", "київ"), ("🛩️", "🛩️"), ("", ""),
    ]) func casesAndAccentsDoNotCount(name: String, folded: String) { #expect(SortName(name).text == folded) }

    /// Every letter of the table, against Foundation's folding. Letters that are no accented ones stay (æ, ð, þ, ß, …);
    /// the stroke of ø, đ, ħ, ł and ŧ is an accent here.
    @Test func theTableAgreesWithFoundation() throws {
        for value in 0xE0...0x17F as ClosedRange<UInt32> {
            let letter = String(try #require(Unicode.Scalar(value))).lowercased()
            let folded = letter.folding(options: .diacriticInsensitive, locale: Locale(identifier: "en_US_POSIX"))
            let ours = SortName(letter).text
            if folded != letter {
                #expect(ours == folded, "\(letter)")
            } else if ours != letter {
                #expect(
                    ["ø": "o", "đ": "d", "ħ": "h", "ł": "l", "ŧ": "t", "ı": "i", "ŀ": "l", "ſ": "s"][letter] == ours,
                    "\(letter)")
            }
        }
    }

    @Test func aLongNameIsCutAtALetter() {
        let ascii = SortName(String(repeating: "A", count: 300))
        #expect(ascii.text == String(repeating: "a", count: 256))
        let wide = SortName("x" + String(repeating: "東", count: 100))
        #expect(wide.text == "x" + String(repeating: "東", count: 85))
        let emoji = SortName(String(repeating: "🛩️", count: 100))
        #expect(emoji.text.utf8.count <= 256 && !emoji.text.unicodeScalars.contains("\u{FFFD}"))
        #expect(SortName(folded: wide.text).text == wide.text)
    }
}
