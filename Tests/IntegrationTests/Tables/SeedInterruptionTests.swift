import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Five thousand schools, interrupted, throttled, broken off: nothing lost, nothing twice.
    @Suite(.needsMinistack) struct SeedInterruptionTests {
        private static let count = 5000

        /// A file of the schools, written once.
        private static let file = Result {
            let file = Parts.workFolder.appending(path: "schools-\(count).jsonl").path
            let source = Parts.root.appending(path: "Events/schools.json").path
            try Ministack.open.get().run("write_copies", ["file": file, "source": source, "count": count])
            return file
        }

        private func count(_ table: String) throws -> Int {
            try #require(try Ministack.open.get().run("count", ["table": table]) as? Int)
        }

        private func wrong(_ table: String, _ file: String) throws -> [String] {
            try #require(try Ministack.open.get().run("holds", ["table": table, "file": file]) as? [String])
        }

        @Test func goesOnAfterEveryKindOfEnd() throws {
            let ministack = try Ministack.open.get()
            let table = try ministack.newTable()
            let (file, tool) = (try Self.file.get(), TableTool(ministack.url))
            var there = 0
            for (signal, threshold) in [(SIGINT, 200), (SIGTERM, 700), (SIGKILL, 1300)] {
                let before = there
                let end = try tool.interrupt(signal, "seed", file, "--table", table, "--json") {
                    try count(table) >= threshold
                }
                there = try count(table)
                #expect(there >= threshold && there < Self.count)
                if signal == SIGKILL {
                    #expect(end.status == 128 + SIGKILL && end.output.isEmpty)
                    continue
                }
                let result = TableTool.json(end.output)
                #expect(end.status == 1 && result["added"] as? Int == there - before, "\(end)")
                #expect(result["replaced"] as? Int == 0 && (result["unchanged"] as? Int ?? -1) <= before)
                #expect(end.errors.contains("interrupted. \(result["unchanged"] as? Int == before ? "\(there)" : "")"))
                #expect(end.errors.contains("of 5000 schools are known to be there; the same command goes on"))
            }
            let last = try tool.run("seed", file, "--table", table, "--json")
            #expect(last.status == 0 && last.json["added"] as? Int == Self.count - there, "\(last.errors)")
            #expect(last.json["unchanged"] as? Int == there && last.json["replaced"] as? Int == 0)
            #expect(try wrong(table, file) == [])
        }

        /// Ends an export in the middle: the file that was there stays, and nothing is left beside it.
        @Test func leavesNoHalfExport() throws {
            let microburst = try Microburst.shared.get()
            try microburst.inject([["operation": "Scan", "latency": 20_000]])
            defer { try? microburst.inject([]) }
            let folder = try TemporaryFolder()
            let file = folder.url.appending(path: "schools.jsonl")
            try Data("before".utf8).write(to: file)
            let end = try TableTool(microburst.url).interrupt(
                SIGTERM, "export", file.path, "--table", microburst.table
            ) { try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count == 2 }
            #expect(end.status == 128 + SIGTERM)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder.url.path) == ["schools.jsonl"])
            #expect(try String(contentsOf: file, encoding: .utf8) == "before")
        }
    }

    /// Faults between the tool and DynamoDB.
    @Suite(.needsMicroburst) struct SeedFaultTests {
        private static func error(_ code: String, status: Int, _ operation: String, _ probability: Double) -> [String:
            Any]
        {
            [
                "operation": operation, "probability": probability,
                "error": ["code": code, "status": status] as [String: Any],
            ]
        }

        @Test func loadsAllOfItThroughFaults() throws {
            let ministack = try Ministack.open.get()
            let microburst = try Microburst.shared.get()
            let table = try ministack.newTable()
            let file = Parts.workFolder.appending(path: "schools-500.jsonl").path
            let source = Parts.root.appending(path: "Events/schools.json").path
            try ministack.run("write_copies", ["file": file, "source": source, "count": 500])
            try microburst.inject([
                Self.error("ProvisionedThroughputExceededException", status: 400, "BatchWriteItem", 0.2),
                Self.error("ProvisionedThroughputExceededException", status: 400, "BatchGetItem", 0.2),
                Self.error("ThrottlingException", status: 400, "BatchWriteItem", 0.1),
                Self.error("InternalServerError", status: 500, "BatchWriteItem", 0.1),
                ["operation": "BatchWriteItem", "probability": 0.1, "reset": true],
                ["operation": "BatchWriteItem", "probability": 0.1, "response": ["abort_frac": 0.3]],
                ["operation": "BatchGetItem", "probability": 0.1, "response": ["truncate_frac": 0.5]],
                ["operation": "BatchGetItem", "probability": 0.1, "response": ["corrupt_bytes": 16]],
                ["operation": "Scan", "sequence": ["fail": 1, "pass": 2], "reset": true],
            ])
            defer { try? microburst.inject([]) }
            let tool = TableTool(microburst.url)
            let first = try tool.run("seed", file, "--table", table, "--json")
            #expect(first.status == 0, "\(first.errors)")
            let fired = Set(try microburst.fired.compactMap { $0["operation"] as? String })
            #expect(fired.isSuperset(of: ["BatchWriteItem", "BatchGetItem"]), "\(fired)")
            let wrong = try ministack.run("holds", ["table": table, "file": file])
            #expect(wrong as? [String] == [])
            let again = try tool.run("seed", file, "--table", table, "--json")
            #expect(again.json["unchanged"] as? Int == 500, "\(again.output)\(again.errors)")
            let export = try tool.run("export", "--table", table)
            #expect(export.status == 0 && export.output.split(separator: "\n").count == 500, "\(export.errors)")
        }

        @Test func givesUpOnATableThatTakesNothing() throws {
            let microburst = try Microburst.shared.get()
            try microburst.inject([
                [
                    "operation": "BatchWriteItem",
                    "error": ["code": "AccessDeniedException", "status": 400, "message": "arn:secret"] as [String: Any],
                ]
            ])
            defer { try? microburst.inject([]) }
            let schools = #"{"schoolId":"new","name":"N"}"#
            let end = try TableTool(microburst.url).run("seed", "-", "--table", microburst.table, input: schools)
            #expect(end.status == 1 && end.errors.contains("BatchWriteItem on the table"), "\(end.errors)")
            #expect(!end.errors.contains("arn:secret"))
        }
    }
}
