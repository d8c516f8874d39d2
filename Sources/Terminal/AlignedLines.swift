/// Lists in two columns, with a bounded number of lines and without control characters.
package enum AlignedLines {
    /// How many lines are listed before "and n more".
    package static let maximumLines = 20
    /// A first cell is cut after this many characters.
    static let maximumWidth = 60

    /// Returns an indented line for each pair.
    package static func text(_ pairs: [(String, String)], maximumLines: Int = Self.maximumLines) -> [String] {
        let cells = pairs.prefix(maximumLines).map { (cut(printable($0.0)), printable($0.1)) }
        let width = cells.map(\.0.count).max() ?? 0
        let lines = cells.map { "  " + ($0.1.isEmpty ? $0.0 : Columns.left($0.0, width) + "  " + $0.1) }
        return pairs.count > maximumLines ? lines + ["  and \(pairs.count - maximumLines) more"] : lines
    }

    /// Returns `text` with every control character replaced, so that it cannot move a terminal's cursor.
    package static func printable(_ text: String) -> String {
        String(
            String.UnicodeScalarView(
                text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
    }

    private static func cut(_ text: String) -> String {
        text.count > maximumWidth ? text.prefix(maximumWidth) + "…" : text
    }
}
