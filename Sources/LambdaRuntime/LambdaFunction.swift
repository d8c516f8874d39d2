import CPlatform
import Glibc

/// The life of a function's process, which each function's `main.swift` calls.
package enum LambdaFunction {
    /// Initialises the function and serves invocations. Returns the exit status.
    ///
    /// `initialize` runs before the first `/next`, while Lambda gives the process a full CPU: it checks the
    /// configuration and opens connections. An error that it throws is logged, posted to `/runtime/init/error`, and
    /// ends the process.
    package static func run<Handler: LambdaHandler>(
        _ name: StaticString, environment: Environment = .process,
        initialize: (Environment, Log) throws -> Handler
    ) -> Int32 {
        platform_restrict_name_service()
        platform_install_signal_handlers()
        return start(name, environment, errors: STDERR_FILENO, initialize)
    }

    /// The same without the switches that change the whole process. Lines go to `errors`.
    static func start<Handler: LambdaHandler>(
        _ name: StaticString, _ environment: Environment, errors: Int32,
        _ initialize: (Environment, Log) throws -> Handler
    ) -> Int32 {
        guard let address = environment[.runtimeAPI] else {
            return refuse(errors, "\(name): AWS_LAMBDA_RUNTIME_API is not set: this program is started by AWS Lambda.")
        }
        guard let api = RuntimeAPI(address: address) else {
            return refuse(errors, "\(name): AWS_LAMBDA_RUNTIME_API is \"\(address)\", not HOST:PORT.")
        }
        var log = Log(descriptor: errors)
        do {
            log = try Log(environment, descriptor: errors)
            let handler = try initialize(environment, log)
            return RuntimeLoop(api: api, log: log, handler: handler).run()
        } catch {
            return reportFailedInitialization(error, api, log)
        }
    }

    private static func refuse(_ errors: Int32, _ why: String) -> Int32 {
        let line = "\(why) To run it here: ./build.sh replay\n"
        Array(line.utf8).withUnsafeBytes { Log.writeAll($0, to: errors) }
        return 1
    }

    private static func reportFailedInitialization(_ error: any Error, _ api: RuntimeAPI, _ log: Log) -> Int32 {
        let name = error is Environment.BadValue ? "BadConfiguration" : "InitializationFailed"
        let failure = FunctionError(name, String(describing: error))
        log.error(
            "the function could not be initialised",
            ["errorType": .string(failure.type), "cause": .string(failure.message)])
        // The operator has the line above: a failure to tell the platform adds nothing.
        try? api.postInitializationError(failure)
        return 1
    }
}
