import EmbeddedAWS
import Foundation
import Terminal

/// A function's zip, unpacked into a temporary folder that goes away with this object.
final class FunctionPackage {
    let zip: String
    /// The path of the executable `bootstrap`.
    let program: String
    private let folder: String

    /// Unpacks `functions`/`name`.zip; `event` is what needs it, for the error. Throws `Problem`.
    init(_ name: String, in functions: String, neededBy event: String? = nil) throws(Problem) {
        zip = "\(functions)/\(name).zip"
        guard FileManager.default.fileExists(atPath: zip) else {
            throw Problem(
                "\(zip) is missing\(event.map { ", and \($0) needs it" } ?? ""): ./build.sh makes it, or name its folder by --functions DIR"
            )
        }
        folder = NSTemporaryDirectory() + "flight-school-\(name)-\(UUID().uuidString)"
        program = "\(folder)/bootstrap"
        Leftovers.shared.add(folder: folder)
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw Problem("the temporary folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        try unpack()
    }

    deinit { Leftovers.shared.delete(folder: folder) }

    private func unpack() throws(Problem) {
        let places = ["/usr/bin/unzip", "/bin/unzip", "/usr/local/bin/unzip"]
        let unzip = places.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let unzip else { throw Problem("unzip is missing: apt-get install unzip") }
        do {
            let arguments = ["-o", "-q", "-j", zip, "bootstrap", "-d", folder]
            let process = try ChildProcess(unzip, arguments: arguments, environment: [("LC_ALL", "C")])
            let end = process.wait()
            guard end == "exit status 0" else {
                let said = process.output.takeLines().first.map { $0[...].trimming { $0 == " " } } ?? ""
                throw Problem("\(zip) could not be unpacked (\(end)): it must hold the file bootstrap. \(said)")
            }
        } catch let problem as Problem {
            throw problem
        } catch {
            throw Problem("\(zip) could not be unpacked: \(error)")
        }
        guard chmod(program, 0o755) == 0 else { throw Problem("\(zip) holds no file bootstrap") }
    }
}
