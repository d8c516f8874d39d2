import Foundation
import JSON
import Schools
import Terminal

/// Finds the schools in the text of a file. It keeps their places and nothing else.
///
/// The text is a JSON array of schools, or JSON values one after the other, as a rule one a line. In place of a school there may
/// be an item in DynamoDB's own JSON, by itself or in an object: `{"Item":{…}}` (a table export), `{"Items":[…]}` (a saved
/// Scan); or a response of the API, `{"schools":[…]}`.
package struct SchoolsText {
    /// A school, or a value in place of one.
    package struct Entry {
        /// The place of its JSON.
        let range: Range<Int>
        /// The line on which it begins, from 1.
        let line: Int
        var form = SchoolReader.Form.plain
        /// Why it is not JSON, if it is not.
        var fault: String?
    }

    package private(set) var entries: [Entry] = []
    private let text: UnsafeRawBufferPointer
    private var line = 1
    private var counted = 0

    private static let takes = "a file of schools is a JSON array, or one school a line"

    /// `name` is the file's, for messages. Throws `CommandFailure` for a text that does not hold schools at all.
    package init(_ text: UnsafeRawBufferPointer, name: String) throws {
        self.text = text
        let start = skipSpace(from: text.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
        guard start < text.count else { throw CommandFailure("\(name) is empty: \(Self.takes)") }
        guard !text.starts(with: [0x1F, 0x8B]) else {
            throw CommandFailure("\(name) is compressed: unpack it with gunzip; \(Self.takes)")
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
        CommandFailure("\(name), line \(line), is not JSON (\(fault)): fix it; \(takes)")
    }

    private mutating func readArray(from start: Int) throws {
        var reader = JSONReader(UnsafeRawBufferPointer(rebasing: text[start...]))
        try reader.readArray { try readValue(&$0, from: start) }
        try reader.finish()
    }

    /// A value that is not JSON costs its own line and no more.
    private mutating func readLines(from start: Int) {
        var at = start
        while at < text.count {
            var reader = JSONReader(UnsafeRawBufferPointer(rebasing: text[at...]))
            let (line, count) = (line(of: at), entries.count)
            var fault: String?
            var end = at
            do {
                guard text[at] == UInt8(ascii: "{") else { throw reader.error("an object was expected") }
                try readValue(&reader, from: at)
                end = at + reader.offset
                if end < text.count, text[end] > 0x20 { fault = "something follows the school" }
            } catch {
                fault = (error as? JSONError)?.message.description ?? "\(error)"
            }
            if let fault {
                end = newline(in: end..<text.count) ?? text.count
                entries.removeSubrange(count...)
                entries.append(Entry(range: at..<end, line: line, fault: fault))
            }
            at = skipSpace(from: end)
        }
    }

    /// Reads a value and adds the schools in it. `start` is the place of the reader's first byte.
    private mutating func readValue(_ reader: inout JSONReader, from start: Int) throws {
        var found: [(range: Range<Int>, form: SchoolReader.Form)] = []
        func find(_ reader: inout JSONReader, _ form: SchoolReader.Form) throws {
            _ = try reader.peek()  // passes over white space
            let from = start + reader.offset
            try reader.skipValue()
            found.append((from..<(start + reader.offset), form))
        }
        guard try reader.peek() == .object else {
            try find(&reader, .plain)
            return add(found)
        }
        let from = start + reader.offset
        var own: SchoolReader.Form?
        var isWrapper = false
        try reader.readObject { name, reader in
            let kind = try reader.peek()
            switch name {
            case "Item" where kind == .object: try find(&reader, .typed)
            case "Items" where kind == .array: try reader.readArray { try find(&$0, .typed) }
            case "schools" where kind == .array: try reader.readArray { try find(&$0, .plain) }
            case "schoolId":
                own = kind == .object ? .typed : .plain
                _ = try reader.skipValue()
                return
            default:
                _ = try reader.skipValue()
                return
            }
            isWrapper = true
        }
        add(own == nil && isWrapper ? found : [(from..<(start + reader.offset), own ?? .plain)])
    }

    private mutating func add(_ found: [(range: Range<Int>, form: SchoolReader.Form)]) {
        for (range, form) in found {
            entries.append(Entry(range: range, line: line(of: range.lowerBound), form: form))
        }
    }

    private func skipSpace(from start: Int) -> Int {
        var at = start
        while at < text.count, [0x20, 0x09, 0x0A, 0x0D].contains(text[at]) { at += 1 }
        return at
    }

    private func newline(in range: Range<Int>) -> Int? {
        guard let base = text.baseAddress, let found = memchr(base + range.lowerBound, 0x0A, range.count) else {
            return nil
        }
        return UnsafeRawPointer(found) - base
    }

    /// The line of a place, which must not be before the one of the last call.
    private mutating func line(of place: Int) -> Int {
        while let found = newline(in: counted..<place) {
            line += 1
            counted = found + 1
        }
        counted = max(counted, place)
        return line
    }
}
