import EmbeddedAWS
import LocalServer
import Terminal

/// The command line of `local serve`.
struct ServeOptions {
    static let options: Set = [
        "--functions", "--port", "--instances", "--format", "--schools", "--generate", "--env", "--record", "--rate",
        "--delay", "--page-delay", "--fail", "--wait", "--external", "--pages", "--build", "--other-port",
    ]
    static let switches: Set = ["--aws", "--cache", "--no-watch", "--json"]

    let functions: String
    let pages: String
    let port: UInt16
    /// The port of the pages' other origin; nil means the one after `port`, or a free one.
    let otherPort: UInt16?
    let instances: Int
    let format: EventFormat
    let schools: String?
    let generated: Int?
    let variables: [String]
    let recordFolder: String?
    let rate: Int?
    let delayMilliseconds: Int
    let pageDelayMilliseconds: Int
    let hasCache: Bool
    let faults: FaultPlan
    let usesAWS: Bool
    let watches: Bool
    let isJSON: Bool
    /// The functions that a debugger is attached to, or that the developer starts.
    let modes: [String: Launcher.Mode]
    /// The command that builds the functions again.
    let build: String
    /// What differs from the defaults, beside variables.
    let differences: [(String, String)]

    /// It is an error if a value cannot be used, or two options contradict each other.
    init(_ arguments: Arguments) throws(UsageError) {
        functions = arguments["--functions"] ?? "dist"
        pages = arguments["--pages"] ?? "Sources/Site"
        port = UInt16(try arguments.integer("--port", in: 0...65_535) ?? 8080)
        otherPort = try arguments.integer("--other-port", in: 0...65_535).map { UInt16($0) }
        instances = try arguments.integer("--instances", in: 1...100) ?? 10
        format = try Self.format(arguments["--format"])
        schools = arguments["--schools"]
        generated = try arguments.integer("--generate", in: 1...TextFile.maximumSchools)
        variables = arguments.all("--env")
        recordFolder = arguments["--record"]
        rate = try arguments.integer("--rate", in: 1...1_000_000)
        delayMilliseconds = try arguments.integer("--delay", in: 0...60_000) ?? 0
        pageDelayMilliseconds = try arguments.integer("--page-delay", in: 0...60_000) ?? 0
        hasCache = arguments.has("--cache")
        faults = try FaultPlan(arguments.all("--fail"), option: "--fail")
        usesAWS = arguments.has("--aws")
        watches = !arguments.has("--no-watch")
        isJSON = arguments.has("--json")
        modes = try Self.modes(arguments)
        build = arguments["--build"] ?? "./build.sh"
        differences = Self.differences(arguments)
        if schools != nil, generated != nil { throw UsageError("--schools and --generate: one of them at a time") }
        let hasDelay = delayMilliseconds > 0 || pageDelayMilliseconds > 0
        if usesAWS, schools != nil || generated != nil || hasDelay || !faults.isEmpty {
            throw UsageError(
                "--schools, --generate, --delay, --page-delay and --fail belong to the embedded services: not with --aws"
            )
        }
        if port > 0, otherPort == port {
            throw UsageError("--other-port \(port): --port has it, and the other origin needs a port of its own")
        }
        if hasCache, format != .rest {
            throw UsageError("--cache: only a REST API has a cache, not --format \(format.rawValue)")
        }
    }

    /// The options that change what is answered, as they are shown at the start.
    private static func differences(_ given: Arguments) -> [(String, String)] {
        let units = [
            ("--instances", "of a function at most"), ("--rate", "requests a second"),
            ("--delay", "ms for each model call"),
            ("--page-delay", "ms for each response of the table"), ("--fail", ""),
        ]
        return units.flatMap { name, unit in
            given.all(name).map { (name, unit.isEmpty ? $0 : "\($0) \(unit)") }
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
