import Foundation

/// The memory of the deployed functions, which their price depends on, read from the template.
enum TemplateMemory {
    /// Returns `MemorySize` of each function in a template; none if the file cannot be read. Resources are indented by
    /// two spaces.
    static func read(_ path: String = "Sources/Deploy/template.yaml") -> [String: Int] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else { return [:] }
        var sizes: [String: Int] = [:]
        var resource = ""
        for line in text.split(separator: "\n") {
            let key = line.drop { $0 == " " }
            switch line.count - key.count {
            case 2 where key.hasSuffix(":"): resource = String(key.dropLast())
            case 6 where key.hasPrefix("MemorySize: "): sizes[resource] = Int(key.dropFirst("MemorySize: ".count))
            default: break
            }
        }
        return sizes
    }
}
