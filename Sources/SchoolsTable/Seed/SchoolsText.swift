import Foundation
import JSON
import Terminal

/// Finds the schools in the text of a file: the elements of a JSON array, or JSON values one behind the other, as a rule one a
/// line. Nothing of them is kept but where they stand.
package struct SchoolsText {
    /// Where a school stands.
    package struct Entry {
        /// The bytes of its JSON.
        let range: Range<Int>
        /// The line that it begins on, from 1.
        let line: Int
        /// Why it is not JSON, if it is not.
        var fault: String?
    }

    package private(set) var entries: [Entry] = []
    private let text: UnsafeRawBufferPointer
    private var line = 1
    private var counted = 0

    /// `name` is the file's, for messages. Throws `CommandFailure` for a text that does not hold schools at all.
    package init(_ text: UnsafeRawBufferPointer, name: String) throws {
        self.text = text
        let start = skipSpace(from: text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        guard start < text.count else {
            throw CommandFailure("\(name) is empty: seed takes a JSON array of schools, or one school a line")
        }
        if text[start] == UInt8(ascii: "[") {
            do { try readArray(from: start) } catch let error as JSONError {
                throw Self.notSchools(name, line: line(of: start + error.offset), error.message)
            }
        } else {
            readLines(from: start)
            if let first = entries.first, let fault = first.fault {
                throw Self.notSchools(name, line: first.line, fault)
            }
        }
    }

    private static func notSchools(_ name: String, line: Int, _ fault: some Any) -> CommandFailure {
        CommandFailure(
            "\(name), line \(line), is not JSON (\(fault)): mend it; seed takes a JSON array of schools, or one school a line"
        )
    }

    private mutating func readArray(from start: Int) throws {
        var reader = JSONReader(UnsafeRawBufferPointer(rebasing: text[start...]))
        try reader.readArray { reader in
            _ = try reader.peek()  // passes over white space
            let from = start + reader.offset
            try reader.skipValue()
            entries.append(Entry(range: from..<(start + reader.offset), line: line(of: from)))
        }
        try reader.finish()
    }

    /// One that is no JSON costs its own line and no more.
    private mutating func readLines(from start: Int) {
        var at = start
        while at < text.count {
            var reader = JSONReader(UnsafeRawBufferPointer(rebasing: text[at...]))
            var fault: String?
            var end: Int
            do {
                guard text[at] == UInt8(ascii: "{") else { throw reader.error("an object was expected") }
                try reader.skipValue()
                end = at + reader.offset
                if end < text.count, text[end] > 0x20 {
                    fault = "something stands behind the school"
                    end = endOfLine(from: end)
                }
            } catch {
                fault = (error as? JSONError)?.message.description ?? "\(error)"
                end = endOfLine(from: at)
            }
            entries.append(Entry(range: at..<end, line: line(of: at), fault: fault))
            at = skipSpace(from: end)
        }
    }

    private func skipSpace(from start: Int) -> Int {
        var at = start
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
        return at
    }

    private func endOfLine(from start: Int) -> Int { newline(in: start..<text.count) ?? text.count }

    private func newline(in range: Range<Int>) -> Int? {
        guard let base = text.baseAddress, let found = memchr(base + range.lowerBound, 0x0A, range.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// The line of an offset, which must not be before the last one that was asked for.
    private mutating func line(of offset: Int) -> Int {
        while let found = newline(in: counted..<offset) {
            line += 1
            counted = found + 1
        }
        counted = max(counted, offset)
        return line
    }
}
