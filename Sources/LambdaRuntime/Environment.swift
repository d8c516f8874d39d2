import Glibc

/// The process's environment, read once at start-up, with the checks that turn a bad value into a failed
/// initialisation.
package struct Environment: Sendable {
    private let lookUp: @Sendable (String) -> String?

    /// The variables of this process.
    package static let process = Environment { name in getenv(name).map { String(cString: $0) } }

    /// Variables from anywhere else, for tests.
    package init(_ lookUp: @escaping @Sendable (String) -> String?) { self.lookUp = lookUp }

    /// The value of a variable, unchecked; nil if it is unset or empty.
    package subscript(variable: Variable) -> String? {
        guard let value = lookUp(variable.name), !value.isEmpty else { return nil }
        return value
    }

    /// Whether the variable is set to an empty value, for the few where that is a mistake.
    package func isEmpty(_ variable: Variable) -> Bool { lookUp(variable.name)?.isEmpty == true }

    /// Returns the value of a variable, or its default if it is unset, or nil if it has none.
    package func text(_ variable: Variable) throws(BadValue) -> String? {
        guard let value = self[variable] else { return variable.standard }
        try variable.check(value)
        return value
    }

    /// Returns the value of a variable that must be set or have a default.
    package func required(_ variable: Variable) throws(BadValue) -> String {
        guard let value = try text(variable) else { throw variable.bad(nil) }
        return value
    }

    /// Returns the value of a variable that holds a whole number and has a default.
    package func integer(_ variable: Variable) throws(BadValue) -> Int {
        guard let value = Int(try required(variable)) else { throw variable.bad(self[variable]) }
        return value
    }

    /// Returns the value of a variable that holds a number, or nil if it is unset and has no default.
    package func number(_ variable: Variable) throws(BadValue) -> Double? {
        guard let text = try text(variable) else { return nil }
        guard let value = Double(text) else { throw variable.bad(text) }
        return value
    }

    /// Why the function cannot start: a variable, its value, and the values that it may have.
    package struct BadValue: Error, CustomStringConvertible {
        /// The variable's name.
        package let variable: String
        /// One sentence for the operator.
        package let description: String

        /// `value` is nil if it is missing or must not be shown.
        package init(_ variable: String, value: String? = nil, allowed: String) {
            self.variable = variable
            let found = value.map { "is \"\($0.prefix(100))\"" } ?? "is not set or not usable"
            description = "environment variable \(variable) \(found): it must be \(allowed)"
        }
    }
}
