import AWSClient
import JSON

/// From a school's JSON to the item that is stored.
package enum SchoolReader {
    /// The item, in both layouts, or why the school must be rejected.
    package struct Result {
        /// The id, if it has one that is a string.
        package var id: String?
        package var item: Item?
        package var defect: String?
    }

    package static func read(_ text: UnsafeRawBufferPointer) -> Result {
        guard String(validating: text, as: UTF8.self) != nil else { return Result(defect: "it is not UTF-8 text") }
        do {
            let item = SchoolLayouts.complete(try PlainReader.item(text))
            let defect = SchoolRules.defect(item)
            return Result(id: item.string("schoolId"), item: defect == nil ? item : nil, defect: defect)
        } catch {
            let id = (try? JSONValue(parsing: text))?["schoolId"]?.string
            return Result(id: id, defect: (error as? JSONError)?.message.description ?? "\(error)")
        }
    }
}

extension Item {
    /// The value of a string attribute.
    package func string(_ name: String) -> String? {
        if case .s(let text) = self[name] { text } else { nil }
    }
}
