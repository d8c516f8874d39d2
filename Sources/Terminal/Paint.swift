import Foundation

/// Colours on a terminal, and plain text elsewhere.
package struct Paint: Sendable {
    /// The styles, as the codes of ECMA-48.
    package enum Style: String, Sendable {
        case bold = "1"
        case faint = "2"
        case red = "31"
        case green = "32"
        case yellow = "33"
    }

    private let isOn: Bool

    package init(isOn: Bool) { self.isOn = isOn }

    /// For standard output: on if that is a terminal and `NO_COLOR` is unset or empty.
    package static var standardOutput: Paint {
        let isRefused = ProcessInfo.processInfo.environment["NO_COLOR"]?.isEmpty == false
        return Paint(isOn: isatty(STDOUT_FILENO) == 1 && !isRefused)
    }

    /// Returns `text` in a style.
    package func callAsFunction(_ text: String, _ style: Style) -> String {
        isOn ? "\u{1B}[\(style.rawValue)m\(text)\u{1B}[0m" : text
    }
}
