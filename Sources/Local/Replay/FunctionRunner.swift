import EmbeddedAWS
import Terminal

/// Runs events through a function, and starts a new process if the one before has ended.
final class FunctionRunner {
    private let name: String
    private let package: FunctionPackage
    private let environment: FunctionEnvironment
    private let overrides: [(String, String)]
    private var instance: FunctionInstance?

    /// `overrides` are variables that replace those of `environment`.
    init(
        _ name: String, package: FunctionPackage, environment: FunctionEnvironment, overrides: [(String, String)] = []
    ) {
        self.name = name
        self.package = package
        self.environment = environment
        self.overrides = overrides
    }

    /// Returns the running process, or a new one.
    func running() throws(CommandFailure) -> FunctionInstance {
        if let instance, !instance.hasEnded { return instance }
        do {
            let started = try FunctionInstance(name: name, program: package.program) {
                environment.variables(function: name, runtimeAPI: $0, overrides: overrides)
            }
            instance = started
            return started
        } catch { throw CommandFailure("\(package.zip): \(error)") }
    }

    /// Runs one event. `isNew` says whether a process was started for it.
    func run(_ event: [UInt8], timeoutMilliseconds: Int) throws(CommandFailure) -> (
        result: FunctionInstance.Result, instance: FunctionInstance, isNew: Bool
    ) {
        let before = instance
        let instance = try running()
        return (instance.invoke(event, timeoutMilliseconds: timeoutMilliseconds), instance, instance !== before)
    }
}
