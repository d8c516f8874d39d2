import JSON

/// Makes items of plain JSON: what the sample schools are written in.
///
/// Strings become S, numbers N with the digits that they were written with, arrays L, objects M. `programs` of every third
/// item, if it is a list of strings, becomes a string set, for tables hold both.
enum SampleItems {
    /// Why a file does not hold items.
    struct Invalid: Error, CustomStringConvertible {
        let description: String
    }

    /// `json` is an array of objects. Throws `JSONError` or `Invalid`.
    static func items(_ json: [UInt8]) throws -> [Item] {
        guard let schools = try JSONValue(parsing: json).array else {
            throw Invalid(description: "the file must hold a JSON array of objects")
        }
        return try schools.enumerated().map { number, school in
            guard case .m(var item) = try value(school) else {
                throw Invalid(description: "element \(number) of the array is not an object")
            }
            if number % 3 == 2 { makeProgramsSet(&item) }
            return item
        }
    }

    static func value(_ json: JSONValue) throws -> AttributeValue {
        switch json {
        case .null: return .null
        case .bool(let value): return .bool(value)
        case .string(let text): return .s(text)
        case .array(let elements): return .l(try elements.map(value))
        case .object(let members): return .m(Item(try members.map { ($0.name, try value($0.value)) }))
        case .number(let text):
            do { return .n(try DynamoNumber(text)) } catch {
                throw Invalid(description: "the number \(text) cannot be stored: \(error.message)")
            }
        }
    }

    private static func makeProgramsSet(_ item: inout Item) {
        guard let at = item.attributes.firstIndex(where: { $0.name == "programs" }),
            case .l(let list) = item.attributes[at].value, !list.isEmpty
        else { return }
        let texts = list.compactMap { element -> String? in
            if case .s(let text) = element { text } else { nil }
        }
        if texts.count == list.count, Set(texts).count == list.count { item.attributes[at].value = .ss(texts) }
    }
}
