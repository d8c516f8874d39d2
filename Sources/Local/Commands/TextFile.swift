import AWSClient
import EmbeddedAWS
import Foundation
import JSON
import Terminal

/// Reading files, with errors that name them.
enum TextFile {
    /// Larger than any event or item file that makes sense.
    static let maximumBytes = 256 << 20

    /// The bytes of a file. Throws `Problem`.
    static func bytes(_ path: String) throws(Problem) -> [UInt8] {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        if let size = attributes?[.size] as? Int, size > maximumBytes {
            throw Problem("\(path) has \(size) bytes: more than \(maximumBytes)")
        }
        do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw Problem(
                "\(path) cannot be read: \(FileManager.default.fileExists(atPath: path) ? "is it a file, and yours to read?" : "there is no such file")"
            )
        }
    }

    /// The JSON value in a file. Throws `Problem` with the offset of a mistake.
    static func json(_ path: String) throws(Problem) -> (bytes: [UInt8], value: JSONValue) {
        let bytes = try bytes(path)
        do { return (bytes, try JSONValue(parsing: bytes)) } catch {
            throw Problem("\(path) is not JSON: \(error)")
        }
    }

    /// The items in a file of schools. Throws `Problem`.
    static func items(_ path: String) throws(Problem) -> [Item] {
        let bytes = try bytes(path)
        do { return try SampleItems.items(bytes) } catch let error as JSONError {
            throw Problem("\(path) is not JSON: \(error)")
        } catch {
            throw Problem("\(path) does not hold schools: \(error)")
        }
    }

    /// The table of a file of schools. Throws `Problem`.
    static func table(_ path: String) throws(Problem) -> EmbeddedSchools {
        let items = try items(path)
        do { return try EmbeddedSchools(items) } catch { throw Problem("\(path) does not hold schools: \(error)") }
    }
}
