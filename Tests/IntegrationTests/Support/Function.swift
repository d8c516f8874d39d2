import Foundation
import Support

/// A packaged function, by its handler's name.
enum Function: String, CaseIterable {
    case getSchools = "GetSchools"
    case matchExplainer = "MatchExplainer"

    /// The `bootstrap` of the function's zip, unpacked; nil if there is no such zip.
    var bootstrap: URL? { Self.unpacked[self] }

    private static let unpacked = Dictionary(
        uniqueKeysWithValues: allCases.compactMap { function in unpack(function).map { (function, $0) } })

    private static func unpack(_ function: Function) -> URL? {
        let zip = Parts.root.appending(path: "dist/\(function.rawValue).zip")
        guard FileManager.default.fileExists(atPath: zip.path) else { return nil }
        let folder = Parts.workFolder.appending(path: function.rawValue)
        // unzip makes one folder, and none above it.
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let unpacked = try? Subprocess.run(
            URL(filePath: "/usr/bin/env"), ["unzip", "-q", "-o", zip.path, "-d", folder.path])
        return unpacked?.status == 0 ? folder.appending(path: "bootstrap") : nil
    }
}
