/// A text that is told from others by its bytes, as DynamoDB does: to `String`, "é" in one scalar and in two are the same.
package struct UTF8Key: Hashable, Comparable, Sendable {
    package let text: String
    package init(_ text: String) { self.text = text }

    package static func == (a: UTF8Key, b: UTF8Key) -> Bool {
        var (a, b) = (a.text, b.text)
        return a.withUTF8 { a in b.withUTF8 { b in a.count == b.count && a.elementsEqual(b) } }
    }
    package static func < (a: UTF8Key, b: UTF8Key) -> Bool { a.text.utf8.lexicographicallyPrecedes(b.text.utf8) }

    package func hash(into hasher: inout Hasher) {
        var text = text
        text.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
    }
}
