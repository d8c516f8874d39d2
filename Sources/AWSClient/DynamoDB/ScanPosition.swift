import JSON

/// Where a Scan goes on: before the first page, after a page, or at the end.
///
/// It notices a service that goes round in circles. Every key is compared with an earlier one, which is replaced after 1, 2, 4,
/// 8… pages (Brent's algorithm): so any circle is found, with the memory of one key.
package struct ScanPosition {
    /// The `LastEvaluatedKey` of the page before; nil before the first page.
    private(set) var startKey: JSONValue?
    /// Whether the last page has been read.
    package private(set) var isEnd = false
    private var mark = ""
    private var pages = 0

    package init() {}

    /// Moves to the page after one with this `LastEvaluatedKey`. The end is no key, null, or a key without attributes. Returns
    /// false for a value that is not a key, and for a key that has come before.
    mutating func move(to key: JSONValue?) -> Bool {
        switch key {
        case nil, .null: isEnd = true
        case .object(let attributes) where attributes.isEmpty: isEnd = true
        case .object(let attributes):
            let text = JSONValue.object(attributes).text
            guard text != mark else { return false }
            pages += 1
            if pages & (pages - 1) == 0 { mark = text }
            startKey = key
        default: return false
        }
        return true
    }
}
