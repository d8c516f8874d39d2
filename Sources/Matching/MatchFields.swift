import APIGateway
import JSON
import Matching

/// The members of one object of a request, each read with its check. `null` is as if absent, and so is text without a
/// visible character. A check that fails is an `HTTPError` 400 that names the field by its path.
struct MatchFields {
    private let object: JSONValue
    private let path: String

    /// Characters (Unicode scalars) in a string at most.
    static let maximumCharacters = 200

    package init(_ object: JSONValue, path: String = "") {
        self.object = object
        self.path = path
    }

    /// A member that must be there, and an object.
    package func required(_ name: String) throws(HTTPError) -> MatchFields {
        guard member(name) != nil else { throw bad(name, "missing: it must be an object") }
        return try self.object(name)
    }

    /// A member that is an object; an empty one if it is absent.
    package func object(_ name: String) throws(HTTPError) -> MatchFields {
        guard let value = member(name) else { return MatchFields(.object([]), path: path + name + ".") }
        guard value.members != nil else { throw bad(name, "not an object") }
        return MatchFields(value, path: path + name + ".")
    }

    /// Text of at most `maximumCharacters`, cleaned for printing; nil if it is absent or nothing is left.
    package func text(_ name: String) throws(HTTPError) -> String? {
        guard let value = member(name) else { return nil }
        guard let text = value.string, text.unicodeScalars.count <= Self.maximumCharacters else {
            throw bad(name, "not allowed: it must be a string of at most \(Self.maximumCharacters) characters")
        }
        let clean = UntrustedText.clean(text)
        return clean.isEmpty ? nil : clean
    }

    /// A number within `range`; nil if it is absent.
    package func number(_ name: String, _ range: ClosedRange<Double>) throws(HTTPError) -> Double? {
        guard let value = member(name) else { return nil }
        guard case .number(let text) = value, let number = Double(text), range.contains(number) else {
            let bounds = "\(Int(range.lowerBound)) to \(Int(range.upperBound))"
            throw bad(name, "not allowed: it must be a number from \(bounds)")
        }
        return number == 0 ? 0 : number  // without a sign
    }

    /// Dollars or a count: 0 or more.
    package func amount(_ name: String) throws(HTTPError) -> Double? {
        try number(name, 0...MatchRequest.maximumAmount)
    }

    private func member(_ name: String) -> JSONValue? {
        if let value = object[name], case .null = value { return nil }
        return object[name]
    }

    private func bad(_ name: String, _ what: String) -> HTTPError {
        HTTPError(.badRequest, "The field \(path)\(name) is \(what)")
    }
}
