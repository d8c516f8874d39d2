import Foundation

/// Cells of a table in columns of a fixed width.
package enum Columns {
    /// Returns `text` with spaces after it, up to `width` characters.
    package static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Returns `text` with spaces before it, up to `width` characters.
    package static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }

    /// Returns `value` with `digits` digits after the point.
    package static func decimal(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
