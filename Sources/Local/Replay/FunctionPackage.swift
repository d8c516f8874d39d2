import Foundation

/// A function's zip, unpacked into a temporary folder that goes away with this object.
final class FunctionPackage {
    let zip: String
    /// The path of the executable `bootstrap`.
    let program: String
    private let folder: String

    /// Unpacks `folder`/`name`.zip. Throws `Problem`.
    init(_ name: String, in functions: String) throws(Problem) {
        zip = "\(functions)/\(name).zip"
        guard FileManager.default.fileExists(atPath: zip) else {
            throw Problem("\(zip) is missing: ./build.sh makes it, or name its folder by --functions DIR")
        }
        folder = NSTemporaryDirectory() + "flight-school-\(name)-\(UUID().uuidString)"
        program = "\(folder)/bootstrap"
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw Problem("the temporary folder \(folder) cannot be made: \(error.localizedDescription)")
        }
        try unpack()
    }

    deinit { try? FileManager.default.removeItem(atPath: folder) }

    private func unpack() throws(Problem) {
        let places = ["/usr/bin/unzip", "/bin/unzip", "/usr/local/bin/unzip"]
        let unzip = places.first { FileManager.default.isExecutableFile(atPath: $0) }
        guard let unzip else { throw Problem("unzip is missing: apt-get install unzip") }
        do {
            let arguments = ["-o", "-q", "-j", zip, "bootstrap", "-d", folder]
            let process = try ChildProcess(unzip, arguments: arguments, environment: [("LC_ALL", "C")])
            let end = process.wait()
            guard end == "exit status 0" else {
                let said = process.output.takeLines().last ?? ""
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

/// Runs events through a function, starting a new process where the one before has ended.
final class FunctionRunner {
    private let name: String
    private let package: FunctionPackage
    private let environment: FunctionEnvironment
    private let overrides: [(String, String)]
    private var instance: FunctionInstance?

    /// Throws `Problem` if the zip is not usable.
    init(
        _ name: String, functions: String, environment: FunctionEnvironment, overrides: [(String, String)] = []
    ) throws(Problem) {
        self.name = name
        self.environment = environment
        self.overrides = overrides
        package = try FunctionPackage(name, in: functions)
    }

    /// The running process. Throws `Problem` if it cannot be started.
    func running() throws(Problem) -> (instance: FunctionInstance, isNew: Bool) {
        if let instance, !instance.hasEnded { return (instance, false) }
        do {
            let (name, environment, overrides) = (name, environment, overrides)
            let started = try FunctionInstance(name: name, program: package.program) {
                environment.variables(function: name, runtimeAPI: $0, overrides: overrides)
            }
            instance = started
            return (started, true)
        } catch {
            throw Problem("\(package.zip): \(error)")
        }
    }

    /// Runs one event. The initialisation's time is that of a process that was started for it.
    func run(_ event: [UInt8], timeoutMilliseconds: Int) throws(Problem) -> (
        result: FunctionInstance.Result, initMilliseconds: Double?
    ) {
        let (instance, isNew) = try running()
        let result = instance.invoke(event, timeoutMilliseconds: timeoutMilliseconds)
        return (result, isNew ? instance.initMilliseconds : nil)
    }
}
