import AWSClient
import Configuration
import EmbeddedAWS
import Foundation
import JSON
import LambdaRuntime
import Terminal

/// Reading files, with errors that name them.
enum TextFile {
    /// Larger than any event or file of schools that makes sense.
    static let maximumBytes = 256 << 20
    /// The most schools that are invented: about 2 GB of this process's memory.
    static let maximumSchools = 200_000

    /// Returns the bytes of a file.
    static func bytes(_ path: String) throws(CommandFailure) -> [UInt8] {
        let size = try size(path)
        guard size <= maximumBytes else { throw CommandFailure("\(path) has \(size) bytes: more than \(maximumBytes)") }
        do { return [UInt8](try Data(contentsOf: URL(fileURLWithPath: path))) } catch {
            throw CommandFailure("\(path) cannot be read: is it a file, and yours to read?")
        }
    }

    /// Returns the size of a file in bytes.
    static func size(_ path: String) throws(CommandFailure) -> Int {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        guard let size = attributes?[.size] as? Int else {
            throw CommandFailure("\(path) cannot be read: there is no such file")
        }
        return size
    }

    /// Returns the bytes of a file and the JSON value in it. An error says where the file is not JSON.
    static func json(_ path: String) throws(CommandFailure) -> (bytes: [UInt8], value: JSONValue) {
        let bytes = try bytes(path)
        do { return (bytes, try JSONValue(parsing: bytes)) } catch {
            throw CommandFailure("\(path) is not JSON: \(error)")
        }
    }

    /// Returns the items in a file of schools.
    static func items(_ path: String) throws(CommandFailure) -> [Item] {
        let bytes = try bytes(path)
        do { return try SampleItems.items(bytes) } catch let error as JSONError {
            throw CommandFailure("\(path) is not JSON: \(error)")
        } catch {
            throw CommandFailure("\(path) does not hold schools: \(error)")
        }
    }

    /// Returns the embedded services with the schools of a file, with `count` invented ones like them, or without schools.
    /// Bedrock takes the developer's API key.
    static func services(
        schools path: String?, count: Int? = nil, index: IndexState = .ready, pageSize: Int?, credentials: Credentials,
        faults: FaultPlan
    ) throws(CommandFailure) -> EmbeddedServices {
        let samples = try path.map { path throws(CommandFailure) in try items(path) } ?? []
        let schools = count.map { InventedSchools.items($0, like: samples) } ?? samples
        do {
            return try EmbeddedServices(
                schools: schools, index: index, pageSize: pageSize, credentials: credentials,
                apiKey: ProcessInfo.processInfo.environment[Variable.apiKey.name], faults: faults)
        } catch { throw CommandFailure("\(path ?? "") does not hold schools: \(error)") }
    }
}
