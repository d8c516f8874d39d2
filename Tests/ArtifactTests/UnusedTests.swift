import Foundation
import Support
import Testing

/// How the rules of `Sources/StaticLink/unused` become options of the linker.
@Suite struct UnusedTests {
    private static let symbols = """
        archive.a:member.o:
        0000000000000000 T serve
        0000000000000010 T serve_one
        0000000000000020 T return_0
        0000000000000000 D served_table
        0000000000000000 R empty_table
                         U elsewhere
        """

    @Test(arguments: [
        ("serve return_0", ["serve=return_0"]), ("serve_.* return_0", ["serve_one=return_0"]),
        ("serve|serve_one return_0", ["serve=return_0", "serve_one=return_0"]),
        ("serve -\nserve.* return_0", ["serve_one=return_0"]), ("# serve\n\n#serve return_0", []),
        // Data is no code's place, and nothing takes the place of what is not there, or is not there itself.
        ("serve.* empty_table", ["served_table=empty_table"]), ("serve gone", []), ("gone|elsewhere return_0", []),
        (".*_table empty_table", ["served_table=empty_table"]),
    ])
    func aNameIsReplacedByTheFirstRuleThatFits(rules: String, expected: [String]) throws {
        let folder = try TemporaryFolder()
        let file = folder.url.appending(path: "rules").path
        try Data(rules.utf8).write(to: URL(filePath: file))
        let script = Parts.root.appending(path: "Sources/StaticLink/unused.awk").path
        let run = try Subprocess.run(
            URL(filePath: "/usr/bin/env"), ["awk", "-f", script, "RULES=1", file, "RULES=0", "-"],
            input: Data(Self.symbols.utf8))
        #expect(run.status == 0 && run.errors.isEmpty, "\(run.errors)")
        let options = run.output.split(separator: "\n").map { String($0) }.sorted()
        #expect(options == expected.map { "-Wl,--defsym=\($0)" })
    }
}
