/// An environment variable of the functions: its name, its default, and what it may hold.
///
/// Each variable is declared once, as a static constant. Everything that reads, documents, passes on or sets variables
/// reads these declarations or is held equal to them by a test.
package struct Variable: Sendable {
    /// Who sets a variable.
    package enum Origin: Sendable {
        /// Lambda, or the SDKs' configuration where a function runs elsewhere.
        case platform
        /// The operator.
        case configuration
    }

    /// The name in the environment.
    package let name: String
    /// The value while the variable is unset or empty; nil if it has none.
    package let standard: String?
    /// The values that it may have, as the end of a sentence: "a whole number from 0 to 86400".
    package let allowed: String
    /// One sentence: what the variable does.
    package let meaning: String
    /// Who sets it.
    package let origin: Origin
    /// The function that reads it; nil if every function does.
    package let function: String?
    /// Whether its value must reach no log and no message.
    package let isSecret: Bool
    private let accepts: @Sendable (String) -> Bool

    /// A variable whose values are those that `accepts` returns true for.
    package init(
        _ name: String, default standard: String? = nil, allowed: String, _ meaning: String,
        of function: String? = nil, origin: Origin = .configuration, isSecret: Bool = false,
        accepts: @escaping @Sendable (String) -> Bool
    ) {
        self.name = name
        self.standard = standard
        self.allowed = allowed
        self.meaning = meaning
        self.origin = origin
        self.function = function
        self.isSecret = isSecret
        self.accepts = accepts
    }

    /// A variable that holds a whole number in `range`, in decimal without a sign.
    package init(
        _ name: String, default standard: Int, in range: ClosedRange<Int>, _ meaning: String, of function: String? = nil
    ) {
        self.init(
            name, default: "\(standard)", allowed: "a whole number from \(range.lowerBound) to \(range.upperBound)",
            meaning,
            of: function
        ) { text in
            text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 } && Int(text).map(range.contains) == true
        }
    }

    /// A variable that holds a decimal number in `range`, without a sign or an exponent.
    package init(
        _ name: String, default standard: String?, in range: ClosedRange<Double>, _ meaning: String,
        of function: String? = nil
    ) {
        self.init(
            name, default: standard, allowed: "a number from \(range.lowerBound) to \(range.upperBound)", meaning,
            of: function
        ) { text in
            text.utf8.allSatisfy { $0 &- UInt8(ascii: "0") < 10 || $0 == UInt8(ascii: ".") }
                && Double(text).map(range.contains) == true
        }
    }

    /// Throws an error that says what is wrong if the variable may not have the value `text`.
    package func check(_ text: String) throws(Environment.BadValue) {
        guard accepts(text) else { throw bad(text) }
    }

    /// The error for a value that the variable may not have; nil is one that is missing. One with an `@` is not shown: in a URL
    /// a password stands before it.
    package func bad(_ text: String?) -> Environment.BadValue {
        let isShown = !isSecret && text?.utf8.contains(UInt8(ascii: "@")) != true
        return Environment.BadValue(name, value: isShown ? text : nil, allowed: allowed)
    }
}

// The variables that the runtime reads.
extension Variable {
    /// `HOST:PORT` of the Runtime API.
    package static let runtimeAPI = Variable(
        "AWS_LAMBDA_RUNTIME_API", allowed: "HOST:PORT", "Where the Runtime API is.", origin: .platform
    ) { RuntimeAPI(address: $0) != nil }

    /// The name of the function in metrics.
    package static let functionName = Variable(
        "AWS_LAMBDA_FUNCTION_NAME", allowed: "a function's name", "The dimension of every metric.", origin: .platform
    ) { !$0.isEmpty }

    /// The lowest level that is logged.
    package static let logLevel = Variable(
        "AWS_LAMBDA_LOG_LEVEL", default: "INFO", allowed: "TRACE, DEBUG, INFO, WARN, ERROR or FATAL",
        "The lowest level that is logged, in any case; lines with metrics are written at every level."
    ) { Log.Level(name: $0) != nil }

    /// The form of log lines.
    package static let logFormat = Variable(
        "AWS_LAMBDA_LOG_FORMAT", default: "JSON", allowed: "JSON or Text",
        "The form of log lines, in any case; lines with metrics are JSON in either."
    ) { ["JSON", "TEXT"].contains($0.uppercased()) }
}
