/// Cleans and quotes strings that strangers send, before they are used.
package enum UntrustedText {
    /// Combining marks that a character may have at most. More of them paint over other text.
    private static let maximumMarks = 4

    /// Returns the text without characters that cannot be seen (format, private, unassigned and ignorable ones: bidirectional
    /// marks, zero-width ones, tags), with white space and control characters as single spaces, and none at its ends.
    package static func clean(_ text: String) -> String {
        var out = String.UnicodeScalarView()
        var isSpacePending = false
        var marks = 0
        for scalar in text.unicodeScalars {
            let category = scalar.properties.generalCategory
            if scalar.properties.isWhitespace || category == .control {
                isSpacePending = !out.isEmpty
            } else if isVisible(scalar, category) {
                marks = isMark(category) ? marks + 1 : 0
                // A mark without a character of its own would be printed on the quote before it.
                if marks > 0, marks > maximumMarks || isSpacePending || out.isEmpty { continue }
                if isSpacePending { out.append(" ") }
                isSpacePending = false
                out.append(scalar)
            }
        }
        return String(out)
    }

    private static func isVisible(_ scalar: Unicode.Scalar, _ category: Unicode.GeneralCategory) -> Bool {
        switch category {
        case .format, .privateUse, .surrogate, .unassigned: false
        default: !scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func isMark(_ category: Unicode.GeneralCategory) -> Bool {
        category == .nonspacingMark || category == .enclosingMark
    }

    /// Returns the text as a JSON string in which angle brackets of any width and ampersands are escaped: it cannot close the
    /// element that it is in, nor open another.
    package static func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"", "\\": out += "\\\(scalar)"
            case "<", ">", "&", "\u{FE64}", "\u{FE65}", "\u{FF1C}", "\u{FF1E}":
                let digits = String(scalar.value, radix: 16, uppercase: true)
                out += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
