import Foundation
import Support
import Testing

/// What `build.sh` says when something is missing, and what its exit status is.
@Suite struct BuildScriptTests {
    private let script = Parts.root.appending(path: "build.sh")

    @Test func anUnknownCommandIsWrongUsage() throws {
        let run = try Subprocess.run(script, ["deplyo"])
        #expect(run.status == 2)
        #expect(run.errors == "build.sh: there is no command \"deplyo\": ./build.sh help lists them\n")
    }

    @Test(arguments: ["help", "--help", "-h"]) func helpListsEveryCommand(option: String) throws {
        let help = try Subprocess.run(script, [option])
        #expect(help.status == 0 && help.errors.isEmpty)
        let source = String(decoding: try Parts.file("build.sh"), as: UTF8.self)
        let dispatch = source[(try #require(source.range(of: "case $command in"))).upperBound...]
        let commands = dispatch.matches(of: #/\n    ([a-z]+)(?: \| [^)]*)?\)/#).map { String($0.1) }
        #expect(commands.count >= 9)
        for command in commands where command != "build" {
            #expect(help.output.contains("./build.sh \(command) "), "\(command) is not in:\n\(help.output)")
        }
    }

    @Test(arguments: [nil, "5.10.1"]) func aMissingOrOldToolchainIsNamed(version: String?) throws {
        let path = try TemporaryFolder()
        for tool in ["bash", "dirname", "sed"] {
            let place = try Artifact.tool("which", [tool]).output.trimmingCharacters(in: .newlines)
            try FileManager.default.createSymbolicLink(
                atPath: path.url.appending(path: tool).path, withDestinationPath: place)
        }
        if let version {
            let swift = path.url.appending(path: "swift")
            try Data("#!\(path.url.path)/bash\necho 'Swift version \(version) (swift-RELEASE)'\n".utf8).write(to: swift)
            try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: swift.path)
        }
        let run = try Subprocess.run(script, ["format"], environment: ["PATH": path.url.path])
        #expect(run.status == 3)
        #expect(run.errors.hasPrefix("build.sh: a Swift 6 toolchain is needed"), "\(run.errors)")
        #expect(run.errors.contains(version ?? "no swift on the PATH"))
        #expect(run.errors.split(separator: "\n").count == 1)
    }

    /// However short a step is, and whatever it prints, its status and its output are the step's own.
    @Test func aStepHasItsOwnStatus() throws {
        let script = #"""
            set -euo pipefail
            eval "$(sed -n '/^run() {/,/^}/p' build.sh)"
            for _ in {1..3000}; do run step true || echo "true gave $?"; done
            for _ in {1..300}; do ! run step false || echo "false gave 0"; done
            run step sh -c 'printf "a\n\nstatus 0"; exit 7' || echo "$? [$output]"
            run step sh -c 'printf "status 0"; kill -9 $$' || echo "$? [$output]"
            """#
        let run = try Subprocess.run(
            URL(filePath: "/usr/bin/env"), ["bash", "-c", "cd \"$0\" && \(script)", Parts.root.path], seconds: 120)
        #expect(run.output == "7 [a\n\nstatus 0]\n137 [status 0]\n", "\(run.errors)")
    }

    /// They list the files that they are made of, so a file that is divided or renamed must not stop them.
    @Test func theFuzzersBuildAndRun() throws {
        let run = try Subprocess.run(script, ["fuzz", "4"], seconds: 400)
        #expect(run.status == 0, "\(run.output)\(run.errors)")
        #expect((run.output + run.errors).components(separatedBy: ": clean, ").count == 5, "\(run.output)\(run.errors)")
    }
}
