import APIGateway
import JSON

/// Reads and checks the members of one object of a request. `null` counts as absent, and so does text without a visible
/// character. A check that fails throws an `HTTPError` 400 that names the field by its path.
package struct MatchFields {
    private let object: JSONValue
    /// What stands before the name of a member in messages.
    let path: String

    /// Characters (Unicode scalars) that a string may have at most.
    package static let maximumCharacters = 200
    /// Dollars and counts above it are mistakes, and would not print exactly.
    package static let maximumAmount = 1e12
    /// Bytes that a decoded body may have at most.
    private static let maximumBytes = 16_384

    package init(_ object: JSONValue, path: String = "") {
        self.object = object
        self.path = path
    }

    /// Reads a body, which must be an object. `requirement` says what must be in it.
    package init(body: [UInt8]?, _ requirement: String) throws(HTTPError) {
        guard let body, !body.isEmpty else {
            throw HTTPError(.badRequest, "The body is missing: \(requirement)")
        }
        guard body.count <= Self.maximumBytes else {
            throw HTTPError(.badRequest, "The body is larger than \(Self.maximumBytes) bytes")
        }
        guard let value = try? JSONValue(parsing: body), value.members != nil else {
            throw HTTPError(.badRequest, "The body is not a JSON object")
        }
        self.init(value)
    }

    /// Returns a member that must be present, and an object.
    package func required(_ name: String) throws(HTTPError) -> MatchFields {
        guard member(name) != nil else { throw bad(name, "missing: it must be an object") }
        return try self.object(name)
    }

    /// Returns a member that is an object, or an empty one if it is absent.
    package func object(_ name: String) throws(HTTPError) -> MatchFields {
        guard let value = member(name) else { return MatchFields(.object([]), path: path + name + ".") }
        guard value.members != nil else { throw bad(name, "not an object") }
        return MatchFields(value, path: path + name + ".")
    }

    /// Returns text of at most `maximumCharacters`, cleaned for printing, or nil if it is absent or nothing is left.
    package func text(_ name: String) throws(HTTPError) -> String? {
        guard let value = member(name) else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= Self.maximumCharacters else {
            throw bad(name, "not allowed: it must be a string of at most \(Self.maximumCharacters) characters")
        }
        let clean = UntrustedText.clean(text)
        return clean.isEmpty ? nil : clean
    }

    /// Returns a number within `range`, whose bounds are whole, or nil if it is absent.
    package func number(
        _ name: String, _ range: ClosedRange<Double>, isWhole: Bool = false
    ) throws(HTTPError) -> Double? {
        guard let value = member(name) else { return nil }
        guard case .number(let text) = value, let number = Double(text), range.contains(number),
            !isWhole || number == number.rounded()
        else {
            let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            throw bad(name, "not allowed: it must be a \(isWhole ? "whole " : "")number from \(bounds)")
        }
        return number == 0 ? 0 : number  // without a sign
    }

    /// Returns a number within `range`, whose bounds are whole, that must be present.
    func requiredNumber(_ name: String, _ range: ClosedRange<Double>) throws(HTTPError) -> Double {
        guard let number = try number(name, range) else {
            let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            throw bad(name, "missing: it must be a number from \(bounds)")
        }
        return number
    }

    /// Returns an amount of dollars.
    package func amount(_ name: String) throws(HTTPError) -> Double? { try number(name, 0...Self.maximumAmount) }

    /// Returns a count, which is whole.
    package func count(_ name: String) throws(HTTPError) -> Double? {
        try number(name, 0...Self.maximumAmount, isWhole: true)
    }

    /// Returns a text that is one of `words`, or nil if it is absent.
    package func word(_ name: String, of words: [String]) throws(HTTPError) -> String? {
        guard let text = try text(name) else { return nil }
        guard words.contains(text) else {
            throw bad(name, "not allowed: it must be one of \(words.joined(separator: ", "))")
        }
        return text
    }

    /// Returns the distinct texts of a list as they were given, without empty ones; there may be `limit` of them. An absent
    /// list is empty. `words` are the only ones that are allowed.
    package func list(_ name: String, atMost limit: Int, of words: [String]? = nil) throws(HTTPError) -> [String] {
        guard let value = member(name) else { return [] }
        let rule =
            words.map { "one of \($0.joined(separator: ", "))" }
            ?? "a string of at most \(Self.maximumCharacters) characters"
        guard let elements = value.array else { throw bad(name, "not allowed: it must be a list") }
        var texts: [String] = []
        for element in elements {
            guard let text = element.string, text.unicodeScalars.count <= Self.maximumCharacters,
                text.isEmpty || words?.contains(text) != false
            else { throw bad(name, "not allowed: each of its elements must be \(rule)") }
            if !text.isEmpty, !texts.contains(where: { $0.utf8.elementsEqual(text.utf8) }) { texts.append(text) }
        }
        guard texts.count <= limit else { throw bad(name, "not allowed: it may have at most \(limit) elements") }
        return texts
    }

    /// Returns a member, or nil if it is absent or `null`.
    func member(_ name: String) -> JSONValue? {
        if let value = object[name], case .null = value { return nil }
        return object[name]
    }

    /// Returns the error for a member that is `what`.
    func bad(_ name: String, _ what: String) -> HTTPError {
        HTTPError(.badRequest, "The field \(path)\(name) is \(what)")
    }
}
