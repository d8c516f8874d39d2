import AWSClient
import EmbeddedAWS
import Terminal

/// The packages that are measured, and the embedded services that they call.
struct BenchPlace {
    let packages: [String: FunctionPackage]
    private let services: EmbeddedServices
    private let environment: FunctionEnvironment

    /// Calls `body` with services that have these schools.
    static func with<R>(
        _ schools: [Item], packages: [String: FunctionPackage], _ body: (BenchPlace) throws -> R
    ) throws -> R {
        let credentials = EmbeddedCredentials.invented()
        let services = try EmbeddedServices(schools: schools, credentials: credentials)
        let server = try HTTPServer(handler: services)
        server.start()
        defer { server.stop() }
        let targets = ServiceTargets.embedded(url: "http://\(server.address)", credentials)
        return try body(
            BenchPlace(
                packages: packages, services: services, environment: try FunctionEnvironment(targets, shell: [:])))
    }

    /// Returns the file of a package's program.
    func program(_ name: String) throws(CommandFailure) -> String { try package(name).program }

    private func package(_ name: String) throws(CommandFailure) -> FunctionPackage {
        guard let package = packages[name] else { throw CommandFailure("\(name) is not packaged") }
        return package
    }

    /// Starts a new process of a package, with `variables` besides Lambda's.
    func start(_ name: String, _ variables: [(String, String)] = []) throws(CommandFailure) -> BenchProcess {
        let package = try package(name)
        let runner = FunctionRunner(name, package: package, environment: environment, overrides: variables)
        return BenchProcess(name, try runner.running(), services)
    }

    /// Returns what the floor takes for a response of so many bytes to this event.
    func floor(_ event: [UInt8], bytes: Int) throws -> Measurement {
        let process = try start(FloorComparison.floor, [("FLOOR_BYTES", String(bytes))])
        return try process.warm(.same(event), warmUps: 20, count: 2000, milliseconds: 300)
    }
}
