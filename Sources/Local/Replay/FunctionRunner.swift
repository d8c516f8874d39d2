import EmbeddedAWS
import Terminal

/// Runs events through a function, starting a new process where the one before has ended.
final class FunctionRunner {
    private let name: String
    private let package: FunctionPackage
    private let environment: FunctionEnvironment
    private let overrides: [(String, String)]
    private var instance: FunctionInstance?

    /// `overrides` are variables that win over those of `environment`.
    init(
        _ name: String, package: FunctionPackage, environment: FunctionEnvironment, overrides: [(String, String)] = []
    ) {
        self.name = name
        self.package = package
        self.environment = environment
        self.overrides = overrides
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
