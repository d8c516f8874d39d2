import Testing

@testable import Local

@Suite struct LocalToolTests {
    @Test(arguments: [
        [], ["nonsense"], ["replay", "--functions", "/none"], ["endpoints", "x"], ["replay", "/none.json"],
    ])
    func exitsWithTwo(arguments: [String]) {
        #expect(LocalTool.run(arguments) == 2)
    }

    @Test(arguments: LocalTool.commands.map(\.name))
    func everyCommandExplainsItself(name: String) throws {
        let (end, output) = try LocalToolProcess.run([name, "--help"])
        #expect(end == "exit status 0")
        #expect(output.first?.hasPrefix("local \(name) ") == true)
        #expect(output.allSatisfy { $0.count <= 120 }, "\(output.filter { $0.count > 120 })")
        let list = try LocalToolProcess.run(["--help"])
        #expect(list.output.contains { $0.contains("local \(name) ") })
    }

    /// A wrong command line is 2 for every command. Failures are 1 for the commands on tables, 2 for the others.
    @Test(arguments: [
        (["seed", "--table", "schools", "/none.json"], 1, "local: environment variable AWS_REGION"),
        (["seed"], 2, "local: seed needs --table"),
        (["replay", "--functions", "/none"], 2, "local: /none/"),
        (["compare", "x"], 2, "local: compare takes no file"),
        (["export", "a", "b", "--table", "schools"], 2, "local: export takes one file, not b, too"),
    ])
    func theStatusTellsTheKindOfError(arguments: [String], status: Int, start: String) throws {
        let (end, output) = try LocalToolProcess.run(arguments)
        #expect(end == "exit status \(status)")
        #expect(output.count == 1 && output[0].hasPrefix(start), "\(output)")
    }
}
