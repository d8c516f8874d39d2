import JSON

/// From a school's JSON to the item that is stored.
enum SchoolReader {
    /// The item, in both layouts, or why the school must be rejected.
    struct Result {
        /// The id, if it has one that is a string.
        var id: String?
        var item: Item?
        var defect: String?
    }

    static func read(_ text: UnsafeRawBufferPointer) -> Result {
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
    func string(_ name: String) -> String? {
        if case .s(let text) = self[name] { text } else { nil }
    }
}
