import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Bad input for `seed`, `export` and `compare`: a line that says what to do, a status that is not 0, and nothing half done.
    @Suite(.needsMinistack) struct TableCommandErrorTests {
        private func tool() throws -> TableTool { TableTool(try Ministack.verifying.get().url) }

        private func expect(
            _ end: Subprocess, _ status: Int32, _ words: String, location: SourceLocation = #_sourceLocation
        ) {
            #expect(end.status == status, "\(end.errors)", sourceLocation: location)
            #expect(end.errors.contains(words), "\(end.errors)", sourceLocation: location)
            #expect(end.errors.split(separator: "\n").last?.hasPrefix("local: ") == true, sourceLocation: location)
        }

        @Test func refusesWrongUsage() throws {
            for (arguments, words) in [
                (["seed"], "seed needs --table"), (["seed", "--table"], "--table needs a value"),
                (["seed", "--table", "a/b"], "a table's name is"),
                (["seed", "--table", "schools", "a", "b"], "one file"),
                (["seed", "--table", "schools", "--force"], "--force is no option"),
                (["export"], "export needs --table"),
                (["export", "--table", "schools", "--json"], "needs a FILE"),
                (["export", "--table", "schools", "a", "b"], "one file"),
                (["compare", "--table", "schools"], "compare needs --with"),
                (["compare", "--table", "schools", "--with", "schools", "x"], "no file names"),
            ] {
                let end = try Subprocess.run(try #require(Parts.localTool), arguments, environment: tool().environment)
                expect(end, 2, words)
            }
            for command in ["seed", "export", "compare"] {
                let help = try tool().run(command, "--help")
                #expect(help.status == 0 && help.output.hasPrefix("local \(command) "))
            }
        }

        @Test func writesNothingWithOneBadSchool() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            let schools = """
                {"schoolId":"a","name":"A","state":"CA","avgRating":4}
                {"schoolId":"b","name":"B","state":"California"}
                {"schoolId":"c","name":"C"}
                """
            let refused = try tool().run("seed", "-", "--table", table, "--json", input: schools)
            expect(refused, 1, "nothing was written: 1 of 3 schools")
            #expect(refused.errors.contains("line 2 b  state is \"California\": two letters such as CA"))
            #expect(refused.json["added"] as? Int == 0 && (refused.json["rejected"] as? [Any])?.count == 1)
            #expect(try ministack.items(table).isEmpty)
            let skipped = try tool().run("seed", "-", "--table", table, "--skip-rejected", input: schools)
            #expect(skipped.status == 0 && skipped.errors.isEmpty)
            #expect(
                skipped.output.contains("added      2\n") && skipped.output.contains("rejected   1\n  line 2 b  state"))
            #expect(Set(try ministack.items(table).compactMap { $0["schoolId"]?["S"] as? String }) == ["a", "c"])
        }

        @Test func refusesWhatHoldsNoSchools() throws {
            let table = try Ministack.verifying.get().newTable()
            let folder = try TemporaryFolder()
            let path = folder.url.path
            try Data([0x50, 0x4B, 3, 4, 0, 0xFF]).write(to: folder.url.appending(path: "a.zip"))
            expect(
                try tool().run("seed", "\(path)/none.json", "--table", table), 1,
                "none.json cannot be read: No such file")
            expect(try tool().run("seed", path, "--table", table), 1, "is a folder")
            expect(try tool().run("seed", "\(path)/a.zip", "--table", table), 1, "a.zip, line 1, is not JSON")
            expect(try tool().run("seed", "-", "--table", table), 1, "standard input is empty")
            expect(try tool().run("seed", "-", "--table", table, input: "[{},\n{,}]"), 1, "line 2, is not JSON")
            expect(try tool().run("seed", "README.md", "--table", table), 1, "README.md, line 1, is not JSON")
            let nothing = try tool().run("seed", "-", "--table", table, input: "[]")
            #expect(nothing.status == 0 && nothing.output.contains("There is nothing to do"))
            expect(try tool().run("export", path, "--table", table), 1, "is a folder")
            expect(try tool().run("export", "\(path)/none/x", "--table", table), 1, "cannot be written")
            expect(
                try tool().run("export", "/dev/full", "--table", try Ministack.sampleTable.get()), 1, "No space left")
        }

        @Test func saysWhatIsWrongWithTheTable() throws {
            let ministack = try Ministack.verifying.get()
            let explanations = try ministack.newExplanationTable()
            try ministack.run("put", ["table": explanations, "schools": [["cacheKey": "a"]]])
            let table = try ministack.newTable()
            for arguments in [
                ["seed", "--table"], ["export", "--table"], ["check-data", "--table"],
                ["compare", "--with", table, "--table"],
            ] {
                func run(_ table: String, _ changes: [String: String] = [:]) throws -> Subprocess {
                    var tool = try tool()
                    tool.environment.merge(changes) { $1 }
                    return try Subprocess.run(
                        try #require(Parts.localTool), arguments + [table],
                        environment: tool.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 }, in: Parts.root)
                }
                let place = "in region us-east-1 at http://127.0.0.1:\(ministack.port)"
                expect(try run("no-such-table"), 1, "there is no table no-such-table \(place)")
                expect(try run(table, ["AWS_ACCESS_KEY_ID": ""]), 1, "no AWS credentials were found")
                expect(
                    try run(table, ["AWS_ACCESS_KEY_ID": "AKIANOBODYSKEY000001"]), 1, "does not know these credentials")
                expect(try run(table, ["AWS_REGION": ""]), 1, "AWS_REGION")
                expect(try run(table, ["AWS_REGION": "eu-west-1"]), 1, "in region eu-west-1")
                expect(
                    try run(table, ["AWS_ENDPOINT_URL": "http://127.0.0.1:1"]), 1,
                    "http://127.0.0.1:1 cannot be reached")
                expect(try run(table, ["AWS_ENDPOINT_URL": "ftp://x"]), 1, "AWS_ENDPOINT_URL is \"ftp://x\"")
                expect(try run(table, ["AWS_CA_BUNDLE": "/none"]), 1, "AWS_CA_BUNDLE")
                expect(try run(explanations), 1, "the schools table")
            }
            let nobody = try ministack.keys(
                "user", "nobody",
                ["Version": "2012-10-17", "Statement": [["Effect": "Deny", "Action": "*", "Resource": "*"]]])
            let denied = try TableTool(ministack.url, keys: nobody).run("seed", "--table", table)
            expect(denied, 1, "DynamoDB.BatchGetItem on the table \(table)")
            #expect(denied.errors.contains("was denied") && denied.errors.contains("Nothing was written"))
            #expect(try ministack.items(table).isEmpty)
        }
    }
}
