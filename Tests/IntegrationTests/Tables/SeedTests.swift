import Foundation
import Support
import Testing

extension IntegrationTests {
    /// `seed`, `export` and `compare` on a DynamoDB that checks signatures and policies, and boto3 to see what became of it.
    @Suite(.needsMinistack) struct SeedTests {
        private static let sample = Parts.root.appending(path: "Events/schools.json").path

        /// Users who may do what the help says, and no more.
        private static let seeder = Result {
            try keys("seeder", ["dynamodb:BatchGetItem", "dynamodb:BatchWriteItem"])
        }
        private static let exporter = Result { try keys("exporter", ["dynamodb:Scan"]) }

        private static func keys(_ name: String, _ actions: [String]) throws -> [String: String] {
            let resource = "arn:aws:dynamodb:\(Ministack.region):*:table/schools-*"
            let statement: [String: Any] = ["Effect": "Allow", "Action": actions, "Resource": resource]
            return try Ministack.verifying.get().keys(
                "user", name, ["Version": "2012-10-17", "Statement": [statement]])
        }

        private func seeder() throws -> TableTool {
            TableTool(try Ministack.verifying.get().url, keys: try Self.seeder.get())
        }

        private func exporter() throws -> TableTool {
            TableTool(try Ministack.verifying.get().url, keys: try Self.exporter.get())
        }

        private func wrong(_ table: String, _ file: String) throws -> [String] {
            try #require(try Ministack.verifying.get().run("holds", ["table": table, "file": file]) as? [String])
        }

        @Test func loadsTheSampleSchoolsOnce() throws {
            let table = try Ministack.verifying.get().newTable()
            let first = try seeder().run("seed", "--table", table)
            #expect(first.status == 0 && first.errors.isEmpty, "\(first.errors)")
            #expect(first.output.hasPrefix("Seeding \(table) in region us-east-1 at http://127.0.0.1:"))
            #expect(first.output.contains("with 48 schools of Events/schools.json\n48 schools: 1 last in an order ("))
            #expect(first.output.contains("lists them)\nadded      48\nreplaced    0\n"))
            #expect(try wrong(table, Self.sample) == [])
            let again = try seeder().run("seed", Self.sample, "--table", table, "--json")
            #expect(again.status == 0 && again.json["unchanged"] as? Int == 48 && again.json["added"] as? Int == 0)
            let text = try String(contentsOfFile: Self.sample, encoding: .utf8)
            let changed = text.replacingOccurrences(of: "Golden Tule Flight Center", with: "Golden Tule Flying Club")
            let third = try seeder().run("seed", "-", "--table", table, "--json", input: changed)
            #expect(third.json["replaced"] as? Int == 1 && third.json["unchanged"] as? Int == 47, "\(third.errors)")
            #expect(try wrong(table, Self.sample) == ["school-001"])
        }

        @Test func comesBackFromAnExport() throws {
            let ministack = try Ministack.verifying.get()
            let (table, copy) = (try ministack.newTable(), try ministack.newTable())
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "schools.jsonl").path
            #expect(try seeder().run("seed", "--table", table).status == 0)
            let export = try exporter().run("export", file, "--table", table, "--json")
            #expect(export.status == 0 && export.json["schools"] as? Int == 48, "\(export.errors)")
            let lines = try String(contentsOfFile: file, encoding: .utf8)
            #expect(export.json["bytes"] as? Int == lines.utf8.count && export.json["file"] as? String == file)
            #expect(try wrong(table, file) == [])
            let ids = lines.split(separator: "\n").map { TableTool.json(String($0))["schoolId"] as? String ?? "" }
            #expect(ids == ids.sorted() && ids.count == 48)
            #expect(try seeder().run("seed", file, "--table", copy).status == 0)
            let same = try exporter().run("compare", "--table", table, "--with", copy, "--json")
            #expect(same.json["same"] as? Int == 48 && same.json["different"] as? Int == 0, "\(same.errors)")
            #expect(try ministack.run("differences", ["table": table, "other": copy]) as? [String] == [])
            #expect(try exporter().run("export", "--table", copy).output == lines)
            try ministack.delete(copy, ["school-002"])
            try ministack.put(
                copy, [["schoolId": "new", "name": "New"], ["schoolId": "school-003", "name": "Other"]])
            let differ = try exporter().run("compare", "--table", table, "--with", copy)
            #expect(differ.status == 0)
            #expect(
                differ.output.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") } == [
                    "same 46", "differ 1", "school-003", "only in \(table) 1", "school-002", "only in \(copy) 1", "new",
                ])
        }

        /// The forms in which DynamoDB's own tools and the API hand out schools, each of them in the bytes of another program.
        @Test func readsDynamoDBsOwnForms() throws {
            let ministack = try Ministack.verifying.get()
            let (table, copy) = (try ministack.newTable(), try ministack.newTable())
            #expect(try seeder().run("seed", "--table", table).status == 0)
            let odd: [String: Any] = [
                "schoolId": "odd", "name": "O", "sets": [["SS": ["b", "a"]], ["NS": ["1", "2.50"]]],
                "map": ["M": ["SS": ["no set"]]], "nothing": NSNull(),
            ]
            try ministack.put(table, [odd])
            let items = try ministack.items(table)
            func json(_ value: Any) throws -> String {
                String(decoding: try JSONSerialization.data(withJSONObject: value), as: UTF8.self)
            }
            let scan: [String: Any] = ["Count": 49, "Items": items, "ScannedCount": 49, "ConsumedCapacity": NSNull()]
            let forms = [
                try items.map { try json(["Item": $0]) }.joined(separator: "\n"), try json(scan),
                String(
                    decoding: try JSONSerialization.data(withJSONObject: scan, options: .prettyPrinted), as: UTF8.self),
                try json(items), try items.map(json).joined(separator: "\n"), try json(items.map { ["Item": $0] }),
            ]
            for (number, form) in forms.enumerated() {
                let seeded = try seeder().run("seed", "-", "--table", copy, "--json", input: form)
                #expect(seeded.json[number == 0 ? "added" : "unchanged"] as? Int == 49, "\(number): \(seeded.errors)")
            }
            #expect(try ministack.run("differences", ["table": table, "other": copy]) as? [String] == [])
            // A response of the API: sets are lists there, so the schools that have one differ.
            try ministack.delete(copy, ["school-001"])
            let response: [String: Any] = [
                "schools": [["schoolId": "school-001", "name": "A"], ["schoolId": "new", "name": "B"]], "count": 2,
            ]
            let saved = try seeder().run("seed", "-", "--table", copy, "--json", input: try json(response))
            #expect(saved.json["added"] as? Int == 2, "\(saved.errors)")
            // What is wrong in such a form is named, and nothing is written.
            let bad =
                #"{"Item":{"schoolId":{"S":"x"},"name":{"S":"X"},"avgRating":{"S":"4"}}}"#
                + "\n" + #"{"Item":{"schoolId":{"S":"y"},"name":{"Z":"Y"}}}"#
            let refused = try seeder().run("seed", "-", "--table", copy, input: bad)
            #expect(refused.status == 1 && refused.errors.contains("line 1 x  avgRating is not a number"))
            #expect(refused.errors.contains("line 2 y  it is not in DynamoDB's JSON form"), "\(refused.errors)")
        }

        /// What other programs wrote: sets, binary data, maps that look like them, numbers to the last digit, ids of all kinds.
        @Test func keepsWhatJSONHasNoFormFor() throws {
            let ministack = try Ministack.verifying.get()
            let (table, copy) = (try ministack.newTable(), try ministack.newTable())
            let odd: [String: Any] = [
                "sets": [["SS": ["b", "a\n", "é"]], ["NS": ["1", "-2.5", "1E+100"]], ["BS": ["AQ==", "/w=="]]],
                "binary": ["B": "AAEC/w=="], "map": ["M": ["SS": ["no set"]]], "deep": ["M": ["M": ["B": 3, "x": 1]]],
                "plain": ["S": "x"], "nothing": NSNull(), "yes": true,
                "empty": ["list": [Any](), "map": [String: Any]()],
                "": "",
            ].filter { !$0.key.isEmpty }
            let ids = ["a", "Z", "e\u{301}", "\u{E9}", "学校/7", "🛩️", "\"q\"\\", "tab\tand\nline"]
            try ministack.put(table, ids.map { odd.merging(["schoolId": $0, "name": "N \($0)"]) { $1 } })
            let numbers = [
                "12345678901234567890123456789012345678", "-1E-130", "9.9999999999999999999999999999999999999E+125",
            ]
            let digits = #"{"schoolId":"digits","name":"D","n":[\#(numbers.joined(separator: ","))]}"#
            #expect(try seeder().run("seed", "-", "--table", table, input: digits).status == 0)
            let export = try exporter().run("export", "--table", table)
            #expect(export.status == 0, "\(export.errors)")
            let lines = export.output.split(separator: "\n").map(String.init)
            #expect(
                lines.map { Array((TableTool.json($0)["schoolId"] as? String ?? "").utf8) }
                    == (ids + ["digits"]).map { Array($0.utf8) }.sorted { $0.lexicographicallyPrecedes($1) })
            #expect(lines.contains { $0.contains("12345678901234567890123456789012345678") })
            let back = try seeder().run("seed", "-", "--table", copy, "--json", input: export.output)
            #expect(back.json["added"] as? Int == 9, "\(back.output)\(back.errors)")
            #expect(try ministack.run("differences", ["table": table, "other": copy]) as? [String] == [])
            let again = try seeder().run("seed", "-", "--table", table, "--json", input: export.output)
            #expect(again.json["unchanged"] as? Int == 9, "\(again.output)")
        }

        /// Items as real tables hold them come out whole, and those that would not go in again are named.
        @Test func exportsMalformedItemsWithAWarning() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            try ministack.put(
                table,
                [
                    ["schoolId": "good", "name": "G"], ["schoolId": "lower", "name": "L", "state": "ca"],
                    ["schoolId": "nameless"], ["schoolId": "text", "name": "T", "avgRating": "4.5"],
                ])
            let export = try exporter().run("export", "--table", table)
            #expect(export.status == 0 && export.output.split(separator: "\n").count == 4)
            #expect(export.errors.contains("warning: 3 of them are exported, but seed would reject them:"))
            for part in ["lower     state is \"ca\"", "nameless  it has no name", "text      avgRating is not"] {
                #expect(export.errors.contains(part), "\(export.errors)")
            }
            let back = try seeder().run(
                "seed", "-", "--table", table, "--skip-rejected", "--json", input: export.output)
            #expect(back.status == 0 && back.json["unchanged"] as? Int == 1)
            #expect((back.json["rejected"] as? [Any])?.count == 3)
        }

        /// Batches of items near the limit of 400 KB, which a batch of 25 and an answer of 16 MB would not hold.
        @Test func loadsTheLargestItems() throws {
            let table = try Ministack.verifying.get().newTable()
            let bulk = String(repeating: "\\u0001", count: 10_000) + String(repeating: "x", count: 395_000)
            let schools = (0..<45).map { #"{"schoolId":"large-\#($0)","name":"L","bulk":"\#($0)\#(bulk)"}"# }
            let input = schools.joined(separator: "\n")
            let first = try seeder().run("seed", "-", "--table", table, "--json", input: input)
            #expect(first.json["added"] as? Int == 45, "\(first.errors)")
            let again = try seeder().run("seed", "-", "--table", table, "--json", input: input)
            #expect(again.json["unchanged"] as? Int == 45, "\(again.errors)")
            #expect(try exporter().run("export", "--table", table).output.split(separator: "\n").count == 45)
        }
    }
}
