import EmbeddedAWS
import Foundation
import Terminal

/// A function's zip, unpacked into a temporary folder that is deleted with this object.
final class FunctionPackage: Sendable {
    let zip: String
    /// The path of the executable `bootstrap`.
    let program: String
    private let folder: String

    /// Unpacks `functions`/`name`.zip. `event` is the one that needs it, for the error.
    convenience init(_ name: String, in functions: String, neededBy event: String? = nil) throws(CommandFailure) {
        let zip = "\(functions)/\(name).zip"
        guard FileManager.default.fileExists(atPath: zip) else {
            throw CommandFailure(
                "\(zip) is missing\(event.map { ", and \($0) needs it" } ?? ""): ./build.sh makes it, or name its "
                    + "folder by --functions DIR")
        }
        try self.init(zip)
    }

    /// Unpacks `zip`.
    init(_ zip: String) throws(CommandFailure) {
        self.zip = zip
        folder = NSTemporaryDirectory() + "flight-school-\(UUID().uuidString)"
        program = "\(folder)/bootstrap"
        Cleanup.shared.add(path: folder)
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw CommandFailure("the temporary folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        let places = ["/usr/bin/unzip", "/bin/unzip", "/usr/local/bin/unzip"]
        guard let unzip = places.first(where: { FileManager.default.isExecutableFile(atPath: $0) }) else {
            throw CommandFailure("unzip is missing: apt-get install unzip")
        }
        let process: ChildProcess
        do {
            process = try ChildProcess(
                unzip, arguments: ["-o", "-q", "-j", zip, "bootstrap", "-d", folder], environment: [("LC_ALL", "C")])
        } catch { throw CommandFailure("\(zip) could not be unpacked: \(error)") }
        let end = process.wait()
        guard end == "exit status 0" else {
            let said = process.output.takeLines().first?.trimming { $0 == " " } ?? ""
            throw CommandFailure("\(zip) could not be unpacked (\(end)): it must hold the file bootstrap. \(said)")
        }
        guard chmod(program, 0o755) == 0 else { throw CommandFailure("\(zip) holds no file bootstrap") }
    }

    deinit { Cleanup.shared.delete(path: folder) }
}
