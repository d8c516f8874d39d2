import Foundation

/// Who listens on a port of this machine, as far as this user may know.
enum PortOwner {
    /// Returns `NAME (pid N)`; nil if the owner cannot be found.
    static func find(_ port: UInt16) -> String? {
        let hex = String(format: ":%04X", Int(port))
        let tables = ["/proc/net/tcp", "/proc/net/tcp6"].compactMap { try? String(contentsOfFile: $0, encoding: .utf8) }
        // sl local_address rem_address st … inode; 0A is a socket that listens.
        let sockets = tables.flatMap { $0.split(separator: "\n").dropFirst() }.compactMap { line -> String? in
            let fields = line.split(separator: " ")
            guard fields.count > 9, fields[1].hasSuffix(hex), fields[3] == "0A" else { return nil }
            return "socket:[\(fields[9])]"
        }
        let processes = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        for pid in processes where pid.allSatisfy(\.isNumber) {
            let folder = "/proc/\(pid)/fd"
            let descriptors = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
            let owns = descriptors.contains { descriptor in
                let target = try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(descriptor)")
                return target.map(sockets.contains) ?? false
            }
            guard owns else { continue }
            let name = try? String(contentsOfFile: "/proc/\(pid)/comm", encoding: .utf8)
            return "\(name?.split(separator: "\n").first ?? "a process") (pid \(pid))"
        }
        return nil
    }
}
