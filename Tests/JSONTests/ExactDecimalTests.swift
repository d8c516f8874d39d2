import Foundation
import Support
import Testing

@testable import JSON

@Suite struct ExactDecimalTests {
    private func compare(_ a: String, _ b: String) throws -> Int {
        let order = try #require(ExactDecimal(a)).compare(try #require(ExactDecimal(b)))
        #expect(try #require(ExactDecimal(b)).compare(try #require(ExactDecimal(a))) == -order)
        return order
    }

    @Test(arguments: [
        ("4.7", "4.70"), ("4.7", "47E-1"), ("4.7", "0.47e1"), ("0", "-0"), ("0", "0.000"), ("0", "0E+5"),
        ("0", "-0.0e-7"),
        ("100", "1E2"), ("100", "1.00e+2"), ("0.001", "1E-3"), ("-12.50", "-125e-1"), ("007", "7"),
        ("12345678901234567890123456789012345678", "1.2345678901234567890123456789012345678E37"),
        ("1E-130", "0.1e-129"),
        ("9.9999999999999999999999999999999999999E125", "99999999999999999999999999999999999999E88"),
        ("+5", "5"), (".5", "0.5"), ("5.", "5"), ("00012", "12"), ("1E-9999", "0.1E-9998"),
    ]) func equalInDifferentSpelling(a: String, b: String) throws {
        #expect(try compare(a, b) == 0)
        #expect(ExactDecimal(a)?.normal == ExactDecimal(b)?.normal)
    }

    @Test(arguments: [
        ("1", "2"), ("-2", "-1"), ("-1", "0"), ("-1", "1"), ("0", "1E-130"), ("-1E-130", "0"), ("9", "10"),
        ("4.69", "4.7"),
        ("12345678901234567890123456789012345677", "12345678901234567890123456789012345678"),
        ("-12345678901234567890123456789012345678", "-12345678901234567890123456789012345677"),
        ("0.1", "0.10000000000000000000000000000000000001"), ("9007199254740992", "9007199254740993"),
        ("1E125", "1.0000000000000000000000000000000000001E125"), ("99999999999999999999999999999999999999", "1E38"),
        ("-1E38", "-99999999999999999999999999999999999999"), ("0", "1e-400"), ("-1e-400", "0"), ("1e-401", "1e-400"),
        ("1e400", "1e401"), ("-1e401", "-1e400"), ("1", "1e400"), ("0.0", "1e-9999"),
    ]) func less(a: String, b: String) throws {
        #expect(try compare(a, b) == -1)
        #expect(ExactDecimal(a)?.normal != ExactDecimal(b)?.normal)
    }

    @Test(arguments: [
        "", " ", "abc", "1 ", " 1", "1,5", "0x10", "nan", "inf", "-inf", "1e", "--1", "1-2", "-", "1x", "1..2", "1e1.5",
        "١", "1_000", "e5",
        "1e99999999999999999999", "0.1e-9223372036854775808", "0.0e-9223372036854775808", "1e9223372036854775807",
        "1e100000",
    ]) func refusesWhatIsNotANumber(text: String) { #expect(ExactDecimal(text)?.text == nil) }

    @Test func theTextIsKept() { #expect(ExactDecimal("4.70")?.text == "4.70") }

    @Test(arguments: [
        ("4.70", "47E-1"), ("-0", "0"), ("007", "7E0"), ("-1E-130", "-1E-130"), ("100", "1E2"), ("+0.5", "5E-1"),
    ]) func theNormalForm(text: String, normal: String) throws { #expect(ExactDecimal(text)?.normal == normal) }

    @Test(arguments: [
        (["1", "2"], "3"), (["2.5", "2.5"], "5"), (["0.5", "1"], "1.5"), ([], "0"), (["-1", "1"], "0"),
        (["9007199254740992", "0"], "9007199254740992"),
    ])
    func sums(numbers: [String], sum: String) throws {
        let total = try numbers.reduce(ExactDecimal.zero) { $0 + (try #require(ExactDecimal($1))) }
        #expect(total.compare(try #require(ExactDecimal(sum))) == 0)
    }

    /// Foundation's decimal has 38 digits as well: any two numbers compare as they do there.
    @Test func agreesWithFoundation() throws {
        var chance = Chance(seed: 3)
        for _ in 0..<3000 {
            let a = Self.number(&chance)
            // Every other time a neighbour: numbers that a Double cannot tell apart.
            let b = Bool.random(using: &chance) ? Self.number(&chance) : Self.neighbour(of: a, &chance)
            let (x, y) = (try #require(Decimal(string: a)), try #require(Decimal(string: b)))
            #expect(try compare(a, b) == (x < y ? -1 : x == y ? 0 : 1), "\(a) and \(b)")
        }
    }

    /// The short way is taken for some of these texts, strtod's for the others.
    @Test func theApproximationIsTheNearestDouble() throws {
        var chance = Chance(seed: 4)
        for _ in 0..<3000 {
            let text = Self.number(&chance)
            let approximation = [UInt8](text.utf8).withUnsafeBytes { ExactDecimal.approximation($0) }
            #expect(approximation == Double(text), "\(text)")
            #expect(ExactDecimal(text)?.approximation == approximation, "\(text)")
        }
        for text in ["", ".", "1..2", "1e100000", "nan"] {
            #expect([UInt8](text.utf8).withUnsafeBytes { ExactDecimal.approximation($0) } == nil, "\(text)")
        }
    }

    private static func number(_ chance: inout Chance) -> String {
        let digits = (0..<Int.random(in: 1...38, using: &chance)).map { _ in
            String(Int.random(in: 0...9, using: &chance))
        }
        let sign = Bool.random(using: &chance) ? "-" : ""
        switch Int.random(in: 0..<3, using: &chance) {
        case 0: return sign + digits.joined()
        case 1: return "\(sign)0.\(digits.joined())"
        default: return "\(sign)\(digits.joined())E\(Int.random(in: -60...60, using: &chance))"
        }
    }

    /// The same number with another last digit, or with zeros behind it.
    private static func neighbour(of number: String, _ chance: inout Chance) -> String {
        guard !number.contains("E") else { return number }
        let last = String(Int.random(in: 0...9, using: &chance))
        return Bool.random(using: &chance)
            ? number.dropLast() + last : (number.contains(".") ? number + "0" : number + ".0")
    }
}
