import Foundation
import LocalServer

/// What the stack's template says of the functions and of the gateway, as far as this machine does the same.
struct StackTemplate {
    static let standardFile = "Sources/Deploy/template.yaml"

    /// `MemorySize` of each function, in MB.
    private(set) var memory: [String: Int] = [:]
    /// `Timeout` of each function.
    private(set) var timeoutMilliseconds: [String: Int] = [:]
    /// What the gateway caches, if it has a cache: `GET /schools` and the like, with what distinguishes their responses.
    private(set) var cacheKeys: [String: [ResponseCache.KeyParameter]] = [:]
    /// How long it does, by default.
    private(set) var cacheSeconds: Int?

    /// Reads a template; it says nothing if the file cannot be read.
    init(file: String = standardFile) {
        self.init(text: (try? String(contentsOfFile: file, encoding: .utf8)) ?? "")
    }

    /// Reads the lines of a template, whose resources and parameters are indented by two spaces. Only the lines that are
    /// needed are understood.
    init(text: String) {
        var (resource, path, method) = ("", "", "")
        var isInKeys = false
        var cached: Set<String> = []
        for line in text.split(separator: "\n") {
            let entry = line.drop { $0 == " " }
            let indent = line.count - entry.count
            if isInKeys, indent == 18, entry.hasPrefix("- ") {
                cacheKeys["\(method) \(path)", default: []] += Self.keys(entry.dropFirst(2))
                continue
            }
            isInKeys = false
            switch indent {
            case 2 where entry.hasSuffix(":"): resource = String(entry.dropLast())
            case 4 where resource == "ApiCacheSeconds" && entry.hasPrefix("Default: "):
                cacheSeconds = Int(entry.dropFirst("Default: ".count))
            case 6 where entry.hasPrefix("MemorySize: "):
                memory[resource] = Int(entry.dropFirst("MemorySize: ".count))
            case 6 where entry.hasPrefix("Timeout: "):
                timeoutMilliseconds[resource] = Int(entry.dropFirst("Timeout: ".count)).map { $0 * 1000 }
            case 8 where entry.hasPrefix("- { ResourcePath: ") && entry.contains("CachingEnabled: !If"):
                if let route = Self.route(entry) { cached.insert(route) }
            case 10 where entry.hasPrefix("/") && entry.hasSuffix(":"): path = String(entry.dropLast())
            case 12 where entry.hasSuffix(":"): method = entry.dropLast().uppercased()
            case 16 where entry.hasPrefix("cacheKeyParameters:"):
                let list = entry.dropFirst("cacheKeyParameters:".count)
                cacheKeys["\(method) \(path)", default: []] += Self.keys(list)
                isInKeys = true
            default: break
            }
        }
        cacheKeys = cacheKeys.filter { cached.contains($0.key) }
    }

    /// Returns the route of a method's setting, in which a slash of the path is `~1`.
    private static func route(_ entry: Substring) -> String? {
        func value(_ name: String) -> Substring? {
            entry.split(separator: "\(name): ").dropFirst().first?.prefix { $0 != "," }
        }
        guard let path = value("ResourcePath"), let method = value("HttpMethod") else { return nil }
        let parts = path.trimming { $0 == "\"" }.dropFirst().split(separator: "~1")
        return "\(method) \(parts.map { "/\($0)" }.joined())"
    }

    /// Returns the names in a list such as `[method.request.path.id]`, or in one of its items.
    private static func keys(_ list: Substring) -> [ResponseCache.KeyParameter] {
        list.split { "[], ".contains($0) }.compactMap { ResponseCache.KeyParameter(String($0)) }
    }
}
