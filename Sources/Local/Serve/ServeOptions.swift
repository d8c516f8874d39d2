import EmbeddedAWS
import LocalServer
import Terminal

/// The command line of `local serve`.
struct ServeOptions {
    static let options: Set = [
        "--functions", "--port", "--instances", "--format", "--schools", "--generate", "--env", "--record", "--rate",
        "--delay", "--fail", "--wait", "--external", "--pages", "--build",
    ]
    static let switches: Set = ["--aws", "--no-watch", "--json"]

    let functions: String
    let pages: String
    let port: UInt16
    let instances: Int
    let format: EventFormat
    let schools: String?
    let generated: Int?
    let variables: [String]
    let recordFolder: String?
    let rate: Int?
    let delayMilliseconds: Int
    let faults: FaultPlan
    let usesAWS: Bool
    let watches: Bool
    let isJSON: Bool
    /// The functions that a debugger is attached to, or that the developer starts.
    let modes: [String: Launcher.Mode]
    /// The command that builds the functions again.
    let build: String

    /// It is an error if a value cannot be used, or two options contradict each other.
    init(_ arguments: Arguments) throws(UsageError) {
        functions = arguments["--functions"] ?? "dist"
        pages = arguments["--pages"] ?? "Sources/Site"
        port = UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8080)
        instances = try arguments.integer("--instances", in: 1...100) ?? 10
        format = try Self.format(arguments["--format"])
        schools = arguments["--schools"]
        generated = try arguments.integer("--generate", in: 1...1_000_000)
        variables = arguments.all("--env")
        recordFolder = arguments["--record"]
        rate = try arguments.integer("--rate", in: 1...1_000_000)
        delayMilliseconds = try arguments.integer("--delay", in: 0...60_000) ?? 0
        faults = try FaultPlan(arguments.all("--fail"), option: "--fail")
        usesAWS = arguments.has("--aws")
        watches = !arguments.has("--no-watch")
        isJSON = arguments.has("--json")
        modes = try Self.modes(arguments)
        build = arguments["--build"] ?? "./build.sh"
        if schools != nil, generated != nil { throw UsageError("--schools and --generate: one of them at a time") }
        if usesAWS, schools != nil || generated != nil || delayMilliseconds > 0 || !faults.isEmpty {
            throw UsageError(
                "--schools, --generate, --delay and --fail belong to the embedded services: not with --aws")
        }
    }

    private static func format(_ name: String?) throws(UsageError) -> EventFormat {
        guard let name else { return .rest }
        guard let format = EventFormat(rawValue: name) else {
            throw UsageError("--format \(name): the formats are rest, http and url")
        }
        return format
    }

    private static func modes(_ arguments: Arguments) throws(UsageError) -> [String: Launcher.Mode] {
        var modes: [String: Launcher.Mode] = [:]
        for (option, mode) in [("--wait", Launcher.Mode.waiting), ("--external", .external)] {
            for name in arguments.all(option) {
                guard Gateway.functions.contains(name) else {
                    let names = Gateway.functions.joined(separator: " and ")
                    throw UsageError("\(option) \(name): the functions are \(names)")
                }
                guard modes.updateValue(mode, forKey: name) == nil else {
                    throw UsageError("\(name) can be waited for or started elsewhere, not both")
                }
            }
        }
        return modes
    }
}
