import Bytes
import Foundation
import JSON

/// The ways to read a text in these tests.
enum JSONCheck {
    /// Reads past one value without making anything of it. Throws `JSONError`.
    static func check(_ bytes: [UInt8]) throws {
        try bytes.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            try reader.skipValue()
            try reader.finish()
        }
    }

    /// Where the text is wrong; nil if it is not.
    static func errorOffset(_ bytes: [UInt8]) -> Int? {
        do {
            try check(bytes)
            return nil
        } catch {
            return (error as? JSONError)?.offset ?? -1
        }
    }

    /// The same by way of a tree.
    static func treeErrorOffset(_ bytes: [UInt8]) -> Int? {
        do {
            _ = try JSONValue(parsing: bytes)
            return nil
        } catch {
            return error.offset
        }
    }

    /// What Foundation reads in `bytes`, which must be a string literal.
    static func foundationString(_ bytes: some Collection<UInt8>) -> String? {
        (try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)) as? String
    }
}
