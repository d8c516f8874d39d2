import Foundation

/// The parts of a user text, if it has the structure that the model is told of.
struct PromptStructure {
    /// A user text that has lost its structure, and how.
    struct Broken: Error, CustomStringConvertible {
        let description: String
    }

    static let quotedNames = [
        "goal", "student's place", "preferred training", "experience", "school", "school's place", "program",
        "training",
    ]
    static let plainNames = [
        "match", "score", "budget", "distance", "cost", "cost and budget", "instructors", "strongest", "weakest",
    ]
    /// Eight quoted texts, two of them of 402 characters, each character of at most six bytes.
    static let maximumBytes = 16_384

    /// Names and values, those in quotes decoded.
    private(set) var facts: [String: String] = [:]

    init(_ text: String) throws {
        guard text.utf8.count <= Self.maximumBytes else { throw Broken(description: "\(text.utf8.count) bytes") }
        if let scalar = text.unicodeScalars.first(where: { $0 != "\n" && Self.isHidden($0) }) {
            throw Broken(description: "U+\(String(scalar.value, radix: 16))")
        }
        for sign in ["<", ">"] where text.unicodeScalars.count(where: { String($0) == sign }) != 2 {
            throw Broken(description: "not two \(sign)")
        }
        // Brackets of other widths, which a model may take for these.
        guard !text.unicodeScalars.contains(where: { "\u{FF1C}\u{FF1E}\u{FE64}\u{FE65}".unicodeScalars.contains($0) })
        else {
            throw Broken(description: "a wide or small bracket")
        }
        let lines = text.unicodeScalars.split(separator: "\n", omittingEmptySubsequences: false).map { String($0) }
        guard lines.count > 4, lines[0].hasPrefix("Explain this match."), lines[1] == "<match_facts>",
            lines.last == "</match_facts>"
        else { throw Broken(description: "no element of facts") }
        for line in lines[2..<(lines.count - 1)] { try read(line) }
    }

    private mutating func read(_ line: String) throws {
        guard let colon = line.firstRange(of: ": "), facts[String(line[..<colon.lowerBound])] == nil else {
            throw Broken(description: line)
        }
        let name = String(line[..<colon.lowerBound])
        let value = String(line[colon.upperBound...])
        if Self.quotedNames.contains(name), value.utf8.first == UInt8(ascii: "\"") {
            let decoded = try JSONSerialization.jsonObject(with: Data(value.utf8), options: .fragmentsAllowed)
            guard let text = decoded as? String else { throw Broken(description: line) }
            facts[name] = text
        } else if Self.plainNames.contains(name)
            || ["open to relocating anywhere", "Part 61 and Part 141"].contains(value)
        {
            guard value.utf8.allSatisfy({ (0x20...0x7E).contains($0) && $0 != 0x22 }) else {
                throw Broken(description: line)
            }
            facts[name] = value
        } else {
            throw Broken(description: line)
        }
    }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .privateUse, .surrogate, .unassigned, .lineSeparator, .paragraphSeparator: true
        default: scalar.properties.isDefaultIgnorableCodePoint
        }
    }
}
