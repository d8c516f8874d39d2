import Foundation
import Support
import Testing

extension IntegrationTests {
    /// The whole way to a DynamoDB that checks signatures and policies, which others wrote (ministack).
    @Suite(.needsPackage, .needsMinistack) struct SigningTests {
        /// What the function needs to be allowed, and no more.
        private static var readTable: [String: Any] {
            policy(["dynamodb:Scan", "dynamodb:BatchGetItem", "dynamodb:GetItem"], on: ["table/*"])
        }

        private static func policy(_ actions: [String], on resources: [String]) -> [String: Any] {
            [
                "Version": "2012-10-17",
                "Statement": [
                    [
                        "Effect": "Allow", "Action": actions,
                        "Resource": resources.map { "arn:aws:dynamodb:\(Ministack.region):*:\($0)" },
                    ]
                ],
            ]
        }

        /// A user's keys, made once.
        private static let user = Result { try keys("user", "reader", readTable) }

        private static func keys(_ kind: String, _ name: String, _ policy: [String: Any]) throws -> [String: String] {
            try Ministack.verifying.get().keys(kind, name, policy)
        }

        /// Runs the function with keys (none: those of the user) on the sample table.
        private func run(
            _ keys: [String: String]? = nil, changes: [String: String?] = [:], _ body: (Instance) throws -> Void
        ) throws {
            let keys = try keys ?? Self.user.get()
            var variables: [String: String?] = [
                "AWS_ENDPOINT_URL_DYNAMODB": try Ministack.verifying.get().url,
                "TABLE_NAME": try Ministack.sampleTable.get(), "SCHOOLS_CACHE_SECONDS": "0",
                "AWS_ACCESS_KEY_ID": keys["id"], "AWS_SECRET_ACCESS_KEY": keys["secret"],
                "AWS_SESSION_TOKEN": keys["token"],
            ]
            for (name, value) in changes { variables[name] = value }
            try Instance.run(variables, body)
        }

        @Test func listsAndFindsWithAUsersKeys() throws {
            try run { instance in
                let all = try instance.answer(Event.list(["sortBy": "name-asc"]))
                #expect(all.status == 200 && all.ids.count == 48 && all.json["count"] as? Int == 48)
                let california = try instance.answer(Event.list(["state": "ca"]))
                #expect(Set(california.ids) == ["school-001", "school-002", "school-003", "school-004", "school-005"])
                // Flat without avgRating, and nested ones beside it.
                let washington = try instance.answer(Event.list(["state": "WA", "sortBy": "rating-desc"]))
                #expect(washington.ids == ["school-023", "school-022", "school-037"])
                let one = try instance.answer(Event.school("school-001"))
                #expect(one.status == 200 && one.json["schoolId"] as? String == "school-001")
                #expect(one.json["state"] as? String == "CA", "the flat fields of a nested school")
                #expect(try instance.answer(Event.school("school-999")).status == 404)
            }
        }

        /// Ids that take escapes in JSON, in the signed body and in URLs.
        @Test func findsIdsWithAnyCharacter() throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            let ids = [
                "us:west:1", "école-ñ", "学校/7", "a b+c%2F", "\"quoted\"\\", "🛩️", "tab\tand\nline",
                String(repeating: "é", count: 64),
            ]
            try ministack.put(
                table, ids.map { ["schoolId": $0, "name": "School \($0)", "state": "NV", "avgRating": 4] })
            try run(changes: ["TABLE_NAME": table]) { instance in
                for id in ids {
                    let answer = try instance.answer(Event.school(id))
                    #expect(answer.status == 200 && answer.json["schoolId"] as? String == id, "\(id)")
                }
                let sorted = ids.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
                #expect(try instance.answer(Event.list(["state": "NV"])).ids == sorted)
                #expect(try instance.answer(Event.school(String(repeating: "é", count: 65))).status == 400)
            }
        }

        @Test func worksWithTheTemporaryKeysOfARole() throws {
            let role = try Self.keys("role", "function", Self.readTable)
            #expect(role["token"] != nil)
            try run(role) { (instance) throws in
                #expect(try instance.answer(Event.list()).ids.count == 48)
                #expect(try instance.answer(Event.list(["state": "TX"])).ids.count == 5)
            }
            for token in ["", "\(role["token"] ?? "")x"] {
                try run(role, changes: ["AWS_SESSION_TOKEN": token]) { instance in
                    try instance.answer(Event.list()).expectFailure(500, "UnrecognizedClientException")
                }
            }
        }

        @Test func tellsACallerNothingOfWrongKeys() throws {
            try run(changes: ["AWS_SECRET_ACCESS_KEY": "wrong/secret+wrong/secret+wrong/secret+0"]) { instance in
                try instance.answer(Event.list()).expectFailure(500, "InvalidSignatureException")
                try instance.answer(Event.school("school-001")).expectFailure(500, "InvalidSignatureException")
            }
            try run(changes: ["AWS_ACCESS_KEY_ID": "AKIANOBODYSKEY000001"]) { instance in
                try instance.answer(Event.list(["state": "CA"])).expectFailure(500, "UnrecognizedClientException")
            }
            for name in ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"] {
                try run(changes: [name: nil]) { instance in
                    try instance.answer(Event.list()).expectFailure(500, "CredentialsMissing")
                }
            }
        }

        @Test func tellsWhichPolicyIsMissingAndServesTheRest() throws {
            let scanner = try Self.keys("user", "scanner", Self.policy(["dynamodb:Scan"], on: ["table/*"]))
            try run(scanner) { instance in
                #expect(try instance.answer(Event.list(["fields": "card"])).status == 200)
                let denied = try instance.answer(Event.list())
                denied.expectFailure(500, "AccessDeniedException")
                #expect(denied.errors.first?.contains("DynamoDB.BatchGetItem") == true)
            }
            let lists = Self.policy(["dynamodb:Scan", "dynamodb:BatchGetItem"], on: ["table/*"])
            let lister = try Self.keys("user", "lister", lists)
            try run(lister) { instance in
                #expect(try instance.answer(Event.list()).status == 200)
                #expect(try instance.answer(Event.list(["state": "CA"])).status == 200)
                let denied = try instance.answer(Event.school("school-001"))
                denied.expectFailure(500, "AccessDeniedException")
                #expect(denied.errors.first?.contains("DynamoDB.GetItem") == true)
            }
            let getter = try Self.keys("user", "getter", Self.policy(["dynamodb:GetItem"], on: ["table/*"]))
            try run(getter) { instance in
                let denied = try instance.answer(Event.list(["state": "CA"]))
                denied.expectFailure(500, "AccessDeniedException")
                #expect(denied.errors.first?.contains("DynamoDB.Scan") == true)
                #expect(try instance.answer(Event.school("school-001")).status == 200)
            }
        }

        @Test func namesAMissingTable() throws {
            try run(changes: ["TABLE_NAME": "no-such-table"]) { instance in
                let answer = try instance.answer(Event.list())
                answer.expectFailure(500, "ResourceNotFoundException")
                #expect(answer.errors.first?.contains("TABLE_NAME") == true)
                try instance.answer(Event.school("school-001")).expectFailure(500, "ResourceNotFoundException")
            }
        }

        /// The endpoint's name without port, a path before it, and the general variable.
        @Test func signsForTheEndpointAsItIsCalled() throws {
            let ministack = try Ministack.verifying.get()
            for url in ["http://localhost:\(ministack.port)/", "HTTP://127.0.0.1:\(ministack.port)"] {
                try run(changes: ["AWS_ENDPOINT_URL_DYNAMODB": nil, "AWS_ENDPOINT_URL": url]) { instance in
                    let answer = try instance.answer(Event.list())
                    #expect(answer.status == 200, "\(url)")
                }
            }
        }
    }
}
