import Foundation
import Support
import Testing

extension IntegrationTests {
    /// What the packaged function writes, beyond what `Instance` holds every invocation to.
    @Suite(.needsPackage) struct WrittenLogTests {
        /// What a stranger may call: none of it may look like a failure, a model call or a second access line.
        @Test(arguments: [
            "/schools/ERROR", "/schools/method", "/schools/Bedrock", "/ERROR/Bedrock/method", "/ERRORERROR",
        ])
        func aPathCannotForgeALine(path: String) throws {
            let dynamoDB = try EmbeddedDynamoDB()
            try Instance.run(dynamoDB.variables) { instance in
                let answer = try instance.answer(Event.request("GET", path))
                #expect(answer.status == 404)
                #expect(answer.log.count == 1)
            }
        }

        @Test(arguments: [
            "ERROR", "Bedrock", "method", "GET\n{\"level\":\"ERROR\"}", "GET\tERROR",
            String(repeating: "X", count: 9000),
        ])
        func aMethodCannotForgeALine(method: String) throws {
            try Instance.run { instance in
                let answer = try instance.answer(Event.request(method, "/schools"))
                #expect(answer.status == 405)
                #expect(answer.log.count == 1 && answer.log[0].utf8.count < 1000, "\(answer.log)")
                #expect(answer.log[0].components(separatedBy: "method").count == 2, "\(answer.log)")
            }
        }

        @Test func theAccessLineHasWhatOperatorsSearch() throws {
            try Instance.run { instance in
                let answer = try instance.answer(Event.options())
                let line = try #require(answer.log.first)
                let json = try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                #expect(json["level"] as? String == "INFO" && json["requestId"] as? String == answer.requestID)
                #expect(json["method"] as? String == "OPTIONS" && json["path"] as? String == "/schools")
                #expect(json["status"] as? Int == 204)
                #expect((json["durationMs"] as? Double).map { 0..<1000 ~= $0 } == true)
                #expect((json["timestamp"] as? String)?.hasSuffix("Z") == true)
            }
        }

        @Test func textIsSeparatedByTabs() throws {
            try Instance.run(["AWS_LAMBDA_LOG_FORMAT": "Text"]) { instance in
                let answer = try instance.answer(Event.options())
                let parts = try #require(answer.log.first).split(separator: "\t", omittingEmptySubsequences: false)
                #expect(parts.count >= 7 && parts[1] == answer.requestID && parts[2] == "INFO" && parts[3] == "request")
                #expect(parts.contains(#"method="OPTIONS""#) && parts.contains("status=204"))
            }
        }

        /// A level, and whether the access line (INFO) and an error's line are written.
        @Test(arguments: [
            ("TRACE", true, true), ("debug", true, true), ("INFO", true, true), ("WARN", false, true),
            ("ERROR", false, true), ("FATAL", false, false),
        ])
        func writesNothingBelowTheLevel(level: String, writesAccess: Bool, writesErrors: Bool) throws {
            let nobody = "http://127.0.0.1:\(TCP.refusingPort())"
            let variables = ["AWS_LAMBDA_LOG_LEVEL": level.uppercased(), "AWS_ENDPOINT_URL": nobody]
            try Instance.run(variables) { instance in
                let (_, quiet) = try instance.invoke(Event.options())
                #expect(quiet.count == (writesAccess ? 1 : 0), "\(quiet)")
                let (_, log) = try instance.invoke(Event.list())
                #expect(log.filter { $0.contains("ERROR") }.count == (writesErrors ? 1 : 0), "\(log)")
            }
        }
    }
}
