import Foundation
import Support
import Testing

@testable import EmbeddedAWS

extension IntegrationTests {
    /// Where the packaged function reads the schools from: the index, or the table where that cannot be.
    @Suite(.needsPackage) struct CatalogueSourceTests {
        private static let queries = [
            [:], ["fields": "card"], ["state": "CA", "sortBy": "price-asc"], ["limit": "7", "sortBy": "name-desc"],
        ]
        private static let uncached = ["SCHOOLS_CACHE_SECONDS": "0"] as [String: String?]

        private func warnings(_ answer: Answer) -> [String] { answer.log.filter { $0.contains(#""level":"WARN""#) } }

        /// The same answers, one warning an instance, and the index as soon as it is there.
        @Test(arguments: [IndexState.missing, .backfilling, .denied])
        func anIndexThatCannotBeRead(state: IndexState) throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables.merging(Self.uncached) { $1 }) { instance in
                let expected = try Self.queries.map { try instance.answer(Event.list($0)) }
                #expect(try dynamoDB.takeCalls().allSatisfy { $0.readsIndex || $0.operation == "BatchGetItem" })
                try dynamoDB.setIndex(state)
                var lines: [String] = []
                for _ in 0..<2 {
                    for (query, expected) in zip(Self.queries, expected) {
                        let answer = try instance.answer(Event.list(query))
                        #expect(answer.status == 200 && answer.body == expected.body, "\(query)")
                        #expect(answer.headers["ETag"] == expected.headers["ETag"])
                        lines += warnings(answer)
                        let calls = try dynamoDB.takeCalls()
                        #expect(
                            calls.map(\.readsIndex) == [true, false] && calls.allSatisfy { $0.operation == "Scan" })
                    }
                }
                #expect(lines.count == 1 && lines[0].contains("CatalogueIndex") && lines[0].contains("advice"))
                try dynamoDB.setIndex(.ready)
                let answer = try instance.answer(Event.list(Self.queries[1]))
                #expect(answer.body == expected[1].body && warnings(answer).isEmpty)
                #expect(try dynamoDB.takeCalls().map(\.readsIndex) == [true])
            }
        }

        /// A throttled index does not send everybody to the table.
        @Test(arguments: ["ThrottlingException", "ProvisionedThroughputExceededException", "RequestLimitExceeded"])
        func aThrottledIndex(type: String) throws {
            let server = ScriptedServer { request in
                request.text.contains("IndexName") ? [.dynamoDB(#"{"__type":"\#(type)"}"#, status: 400)] : [.emptyPage]
            }
            defer { server.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": server.url]) { instance in
                for query in Self.queries {
                    let answer = try instance.answer(Event.list(query))
                    answer.expectFailure(503, type)
                    #expect(answer.headers["Retry-After"] == "5" && warnings(answer).isEmpty)
                }
                #expect(server.requests.allSatisfy { $0.text.contains("IndexName") } && !server.requests.isEmpty)
            }
        }

        /// Where the table itself is not there, nothing is said of its index.
        @Test func aTableThatIsNotThere() throws {
            let missing = ScriptedServer.Step.dynamoDB(#"{"__type":"ResourceNotFoundException"}"#, status: 400)
            let server = ScriptedServer { _ in [missing] }
            defer { server.stop() }
            try Instance.run(["AWS_ENDPOINT_URL": server.url]) { instance in
                let answer = try instance.answer(Event.list())
                answer.expectFailure(500, "ResourceNotFoundException")
                #expect(warnings(answer).isEmpty)
            }
        }

        // MARK: On a DynamoDB of other authors, with roles

        /// Starts an instance that may do what is listed with a table of ministack.
        private func run(
            _ role: String, _ table: String, mayScan: Bool = true, mayScanIndex: Bool = true,
            _ body: (Instance) throws -> Void
        ) throws {
            let ministack = try Ministack.verifying.get()
            let arn = "arn:aws:dynamodb:*:*:table/\(table)"
            var statements: [[String: Any]] = [
                [
                    "Effect": "Allow", "Resource": arn,
                    "Action": ["dynamodb:BatchGetItem", "dynamodb:GetItem"] + (mayScan ? ["dynamodb:Scan"] : []),
                ]
            ]
            if mayScanIndex {
                statements.append(
                    ["Effect": "Allow", "Resource": "\(arn)/index/CatalogueIndex", "Action": ["dynamodb:Scan"]])
            }
            let keys = try ministack.keys("role", role, ["Version": "2012-10-17", "Statement": statements])
            let variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "TABLE_NAME": table, "AWS_REGION": Ministack.region,
                "AWS_ACCESS_KEY_ID": keys["id"], "AWS_SECRET_ACCESS_KEY": keys["secret"],
                "AWS_SESSION_TOKEN": keys["token"],
            ]
            try Instance.run(variables.merging(Self.uncached) { $1 }, body)
        }

        @Test(.needsMinistack) func aRoleWithoutTheIndexGetsTheSame() throws {
            let table = try Ministack.sampleTable.get()
            try run("sourceBoth", table) { both in
                try run("sourceTable", table, mayScanIndex: false) { older in
                    var lines: [String] = []
                    for query in Self.queries + Self.queries {
                        let (expected, answer) = (
                            try both.answer(Event.list(query)), try older.answer(Event.list(query))
                        )
                        #expect(expected.status == 200 && !expected.ids.isEmpty && warnings(expected).isEmpty)
                        #expect(answer.body == expected.body && answer.headers["ETag"] == expected.headers["ETag"])
                        lines += warnings(answer)
                    }
                    #expect(lines.count == 1 && lines[0].contains(#""errorType":"AccessDeniedException""#))
                }
            }
        }

        /// One role may read the index alone: it gets nothing before the index is there, and all of it afterwards.
        @Test(.needsMinistack) func theIndexIsReadOnceItIsThere() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable(indexed: false)
            let file = Parts.root.appending(path: "Events/schools.json").path
            try ministack.run("seed", ["table": table, "file": file])
            try run("laterBoth", table) { both in
                try run("laterIndex", table, mayScan: false) { newer in
                    let before = try Self.queries.map { try both.answer(Event.list($0)) }
                    #expect(before.flatMap(warnings).count == 1 && before[0].ids.count == 48)
                    try newer.answer(Event.list()).expectFailure(500, "AccessDeniedException")
                    try ministack.addIndex(to: table)
                    for (query, before) in zip(Self.queries, before) {
                        for instance in [both, newer] {
                            let answer = try instance.answer(Event.list(query))
                            #expect(answer.status == 200 && answer.body == before.body && warnings(answer).isEmpty)
                        }
                    }
                }
            }
        }
    }
}
