import APIGateway
import JSON

/// Reads and checks the members of one object of a request. `null` counts as absent, and so does text without a visible
/// character. A check that fails throws an `HTTPError` 400 that names the field by its path.
struct MatchFields {
    private let object: JSONValue
    /// What stands before the name of a member in messages.
    let path: String

    /// Characters (Unicode scalars) that a string may have at most.
    static let maximumCharacters = 200
    /// Dollars and counts above it are mistakes, and would not print exactly.
    private static let maximumAmount = 1e12

    init(_ object: JSONValue, path: String = "") {
        self.object = object
        self.path = path
    }

    /// Returns a member that must be present, and an object.
    func required(_ name: String) throws(HTTPError) -> MatchFields {
        guard member(name) != nil else { throw bad(name, "missing: it must be an object") }
        return try self.object(name)
    }

    /// Returns a member that is an object, or an empty one if it is absent.
    func object(_ name: String) throws(HTTPError) -> MatchFields {
        guard let value = member(name) else { return MatchFields(.object([]), path: path + name + ".") }
        guard value.members != nil else { throw bad(name, "not an object") }
        return MatchFields(value, path: path + name + ".")
    }

    /// Returns text of at most `maximumCharacters`, cleaned for printing, or nil if it is absent or nothing is left.
    func text(_ name: String) throws(HTTPError) -> String? {
        guard let value = member(name) else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= Self.maximumCharacters else {
            throw bad(name, "not allowed: it must be a string of at most \(Self.maximumCharacters) characters")
        }
        let clean = UntrustedText.clean(text)
        return clean.isEmpty ? nil : clean
    }

    /// Returns a number within `range`, or nil if it is absent.
    func number(_ name: String, _ range: ClosedRange<Double>, isWhole: Bool = false) throws(HTTPError) -> Double? {
        guard let value = member(name) else { return nil }
        guard case .number(let text) = value, let number = Double(text), range.contains(number),
            !isWhole || number == number.rounded()
        else {
            let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            throw bad(name, "not allowed: it must be a \(isWhole ? "whole " : "")number from \(bounds)")
        }
        return number == 0 ? 0 : number  // without a sign
    }

    /// Returns an amount of dollars.
    func amount(_ name: String) throws(HTTPError) -> Double? { try number(name, 0...Self.maximumAmount) }

    /// Returns a count, which is whole.
    func count(_ name: String) throws(HTTPError) -> Double? { try number(name, 0...Self.maximumAmount, isWhole: true) }

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
