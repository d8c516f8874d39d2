import AWSClient
import JSON

/// From a school's JSON to the item that is stored.
package enum SchoolReader {
    /// The forms of a school's JSON.
    package enum Form {
        /// The form that `PlainReader` reads.
        case plain
        /// DynamoDB's own: every value under its type.
        case typed
    }

    /// What was read of a school, and why it is rejected.
    package struct Result {
        /// The id, if there is one that is a string.
        package var id: String?
        /// The item, in both layouts, of a school that could be read, rejected or not.
        package var school: Item?
        /// Why the school is rejected; nil if it is not.
        package var defect: String?

        /// The item to store; nil if the school is rejected.
        package var item: Item? { defect == nil ? school : nil }
    }

    /// Reads one school. What is wrong with it is in the result.
    package static func read(_ text: UnsafeRawBufferPointer, _ form: Form = .plain) -> Result {
        guard String(validating: text, as: UTF8.self) != nil else { return Result(defect: "it is not UTF-8 text") }
        do {
            let stored =
                switch form {
                case .plain: try PlainReader.item(text)
                case .typed: try Item(wire: try JSONValue(parsing: text))
                }
            let school = SchoolLayouts.complete(stored)
            return Result(id: school.string(School.key), school: school, defect: SchoolRules.defect(school))
        } catch {
            let id = (try? JSONValue(parsing: text))?[School.key]
            return Result(id: id?.string ?? id?["S"]?.string, defect: reason(error))
        }
    }

    private static func reason(_ error: any Error) -> String {
        switch error {
        case let error as JSONError: error.message.description
        case let error as MalformedAttribute: "it is not in DynamoDB's JSON form (\(error.message))"
        default: "\(error)"
        }
    }
}
