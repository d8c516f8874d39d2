import Foundation
import Support
import Testing

/// The packaged function depends on nothing of the machine that it runs on.
@Suite(.packaged, .helpers) struct IsolationTests {
    /// A folder to chroot into: the function, an empty /proc, and /etc/resolv.conf with a DNS server of the test's own.
    private struct Jail {
        let folder: TemporaryFolder
        /// Of the test alone: tests run side by side.
        let nameServer = "127.\(Int.random(in: 1...250)).\(Int.random(in: 0...250)).53"

        private let artifact: Artifact

        init(_ artifact: Artifact) throws {
            self.artifact = artifact
            folder = try TemporaryFolder()
            for name in ["proc", "etc"] {
                try FileManager.default.createDirectory(
                    at: folder.url.appending(path: name), withIntermediateDirectories: true)
            }
            try FileManager.default.copyItem(at: artifact.bootstrap(), to: folder.url.appending(path: "bootstrap"))
            try write("nameserver \(nameServer)\n", "etc/resolv.conf")
        }

        func write(_ text: String, _ path: String) throws {
            try Data(text.utf8).write(to: folder.url.appending(path: path))
        }

        func invoke(host: String, program: String = "/bootstrap") throws -> Artifact.Outcome {
            let enter = "mount -t proc proc \"$0/proc\" && exec chroot \"$0\" \(program)"
            return try artifact.invoke(
                ["--dns", nameServer, "--host", host],
                command: ["unshare", "--mount", "sh", "-c", enter, folder.url.path])
        }
    }

    @Test(.root, arguments: Artifact.allCases) func itRunsInAnEmptyChroot(artifact: Artifact) throws {
        let outcome = try Jail(artifact).invoke(host: "dynamodb.test")
        #expect(outcome.statusCode == 200 && outcome.requests == 1, "\(outcome)")
    }

    /// A resolver that says nothing costs the time of the invocation and no more: the look-up is left, not waited for.
    @Test(.root, arguments: Artifact.allCases) func aSilentNameServerIsNotWaitedFor(artifact: Artifact) throws {
        let outcome = try Jail(artifact).invoke(host: "silent.test")
        #expect(outcome.statusCode == (artifact == .getSchools ? 503 : 200), "\(outcome)")
        let access = try #require(outcome.log.split(separator: "\n").first { $0.contains("method") }, "\(outcome)")
        let line = try JSONSerialization.jsonObject(with: Data(access.utf8)) as? [String: Any]
        #expect(try #require(line?["durationMs"] as? Double) < 6000, "the deadline was 6 s away")
    }

    /// Foreign modules that nsswitch.conf names are never loaded. These would end the process: a control shows it.
    @Test(.root) func foreignNameServiceModulesAreLeftAlone() throws {
        let jail = try Jail(.getSchools)
        try jail.write("hosts: files myhostname resolve dns\n", "etc/nsswitch.conf")
        try plantTraps(jail.folder.url)

        let control = try jail.invoke(host: "dynamodb.test", program: "/control")
        #expect(control.status < 0, "the control was to load the module and die: \(control)")
        let known = try jail.invoke(host: "dynamodb.test")
        #expect(known.statusCode == 200, "\(known)")
        let unknown = try jail.invoke(host: "unknown.test")
        #expect(unknown.statusCode == 503 && unknown.log.contains("Could not resolve host"), "\(unknown)")
    }

    private func plantTraps(_ root: URL) throws {
        let source = root.appending(path: "trap.c")
        try Data("__attribute__((constructor)) void loaded(void) { __builtin_trap(); }".utf8).write(to: source)
        let control = root.appending(path: "control.c")
        try Data(
            """
            #include <netdb.h>
            int main(void) { struct addrinfo *found; return getaddrinfo("dynamodb.test", "80", 0, &found) != 0; }
            """.utf8
        ).write(to: control)
        let architecture = try Artifact.tool("uname", ["-m"]).output.trimmingCharacters(in: .whitespacesAndNewlines)
        for folder in ["lib", "lib64", "usr/lib", "lib/\(architecture)-linux-gnu"] {
            let place = root.appending(path: folder)
            try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
            for module in ["myhostname", "resolve"] {
                try compile([
                    "-shared", "-fPIC", "-nostdlib", source.path, "-o",
                    place.appending(path: "libnss_\(module).so.2").path,
                ])
            }
        }
        try compile(["-static", control.path, "-o", root.appending(path: "control").path])
    }

    private func compile(_ arguments: [String]) throws {
        let clang = try Artifact.tool("clang", ["-fuse-ld=lld", "-w"] + arguments)
        try #require(clang.status == 0, "\(clang.errors)")
    }

    /// Neither libraries nor configuration of the machine are opened, whatever the environment says of them.
    @Test(
        arguments: Artifact.allCases,
        ["", "openssl_conf = init\n[init]\nproviders = list\n[list]\nlegacy = it\n[it]\nactivate = 1\n"])
    func noFileOfTheMachineIsOpened(artifact: Artifact, configuration: String) throws {
        let folder = try TemporaryFolder()
        let path = folder.url.appending(path: "provider.cnf").path
        try Data(configuration.utf8).write(to: URL(filePath: path))
        let trace = folder.url.appending(path: "trace").path
        let outcome = try artifact.invoke(
            ["--tls", Artifact.certificate("good")],
            environment: [
                "AWS_CA_BUNDLE": Artifact.certificate("authority") + ".pem", "OPENSSL_CONF": path,
                "OPENSSL_MODULES": folder.url.path, "OPENSSL_ENGINES": folder.url.path, "HOME": folder.url.path,
            ],
            command: ["strace", "-f", "-qq", "-e", "trace=%file", "-o", trace, artifact.bootstrap().path])
        #expect(outcome.statusCode == 200, "\(outcome)")

        let calls = try String(contentsOfFile: trace, encoding: .utf8)
        #expect(calls.contains("authority.pem"), "the trace shows files: \(calls)")
        for foreign in [".so", "openssl", "provider.cnf", "/etc/ssl", "ossl-modules", ".netrc", "ca-certificates"] {
            #expect(!calls.contains(foreign), "\(foreign): \(calls)")
        }
    }

    @Test(arguments: Artifact.allCases, [false, true]) func proxyVariablesAreIgnored(artifact: Artifact, tls: Bool)
        throws
    {
        var environment = ["AWS_CA_BUNDLE": try Artifact.certificate("authority") + ".pem"]
        for name in ["http_proxy", "https_proxy", "all_proxy"] {
            environment[name] = "http://127.0.0.1:9"  // where nobody listens
            environment[name.uppercased()] = "http://127.0.0.1:9"
        }
        let options = tls ? ["--tls", try Artifact.certificate("good")] : []
        let outcome = try artifact.invoke(options, environment: environment)
        #expect(outcome.statusCode == 200 && outcome.requests == 1, "\(outcome)")
    }
}
