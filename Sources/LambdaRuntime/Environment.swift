import Glibc

/// The process's environment, read once at start-up, with the checks that turn a bad value into a failed initialisation.
package struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    /// The variables of this process.
    package static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    /// Variables from anywhere else, for tests.
    package init(_ lookUp: @escaping @Sendable (String) -> String?) { self.lookUp = lookUp }

    /// The value of `name`. An empty one counts as unset.
    package subscript(name: String) -> String? {
        guard let value = lookUp(name), !value.isEmpty else { return nil }
        return value
    }

    /// Whether `name` is set to an empty value, for the few variables where that is a mistake.
    package func isEmpty(_ name: String) -> Bool { lookUp(name)?.isEmpty == true }

    /// The whole number in `name`, or `standard` if it is unset. Throws `BadValue` outside `range`.
    package func integer(_ name: String, default standard: Int, in range: ClosedRange<Int>) throws(BadValue) -> Int {
        guard let text = self[name] else { return standard }
        guard let value = Int(text), range.contains(value), text.utf8.first != UInt8(ascii: "+") else {
            throw BadValue(
                name, value: text, allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    /// The number in `name`, nil if it is unset. Throws `BadValue` outside `range`.
    package func number(_ name: String, in range: ClosedRange<Double>) throws(BadValue) -> Double? {
        guard let text = self[name] else { return nil }
        guard let value = Double(text), range.contains(value),
            text.utf8.allSatisfy({ (0x30...0x39).contains($0) || $0 == UInt8(ascii: ".") })
        else { throw BadValue(name, value: text, allowed: "a number from \(range.lowerBound) to \(range.upperBound)") }
        return value
    }

    /// Why the function cannot start: a variable, what it holds, and what it may hold.
    package struct BadValue: Error, CustomStringConvertible {
        /// The variable's name.
        package let variable: String
        /// One sentence: the variable, what it holds, what it must be.
        package let description: String

        /// `value` is nil where it is missing or must not be shown.
        package init(_ variable: String, value: String? = nil, allowed: String) {
            self.variable = variable
            let found = value.map { "is \"\($0.prefix(100))\"" } ?? "is not set or not usable"
            description = "environment variable \(variable) \(found): it must be \(allowed)"
        }
    }
}
