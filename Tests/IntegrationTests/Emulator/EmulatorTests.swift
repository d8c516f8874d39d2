import Foundation
import Support
import Testing

extension IntegrationTests {
    /// The packaged function, and the repository's `bootstrap`, in AWS's own Runtime Interface Emulator.
    @Suite(.needsPackage, .needsEmulator) struct EmulatorTests {
        private static let repositoryBootstrap = Parts.root.appending(path: "bootstrap")

        static let programs: [URL] = [Function.getSchools.bootstrap, repositoryBootstrap].compactMap { $0 }

        @Test(arguments: programs)
        func servesSchools(program: URL) throws {
            let dynamoDB = try EmbeddedDynamoDB()
            let emulator = try Emulator(program, seconds: 5, variables: dynamoDB.variables.compactMapValues { $0 })
            for _ in 0..<3 {
                let all = try emulator.request(Event.list(["sortBy": "name-asc"]))
                #expect(all.status == 200 && all.json["count"] as? Int == 48)
            }
            #expect(try emulator.request(Event.school("school-001")).json["schoolId"] as? String == "school-001")
            #expect(try emulator.request(Event.school("nobody")).status == 404)
            let http = try emulator.request(Parts.file("Events/function-url.json"))
            #expect(http.status == 200)
        }

        static let explainers: [URL] = [Function.matchExplainer.bootstrap, repositoryBootstrap].compactMap { $0 }

        @Test(.needsExplainer, arguments: explainers)
        func explainsMatches(program: URL) throws {
            let model = ScriptedServer { _ in [.model()] }
            defer { model.stop() }
            let emulator = try Emulator(
                program, function: .matchExplainer, seconds: 5,
                variables: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": model.url])
            for form in Event.Form.allCases {
                let match = Explainer.match("School of \(form)")
                for source in ["bedrock", "cache"] {
                    let answer = try emulator.request(Event.explain(match, form))
                    #expect(answer.status == 200 && answer.json["source"] as? String == source, "\(answer)")
                }
            }
            #expect(model.requests.count == Event.Form.allCases.count)
            #expect(try emulator.request(Event.explain("{")).status == 400)
        }

        /// The platform's time is shorter than the model's.
        @Test(.needsExplainer) func explainsBeforeThePlatformsTimeout() throws {
            let silent = ScriptedServer { _ in [] }
            defer { silent.stop() }
            let emulator = try Emulator(
                try #require(Function.matchExplainer.bootstrap), function: .matchExplainer, seconds: 3,
                variables: ["AWS_ENDPOINT_URL_BEDROCK_RUNTIME": silent.url])
            let answer = try emulator.request(Event.explain(Explainer.healthCheck))
            #expect(answer.status == 200 && answer.json["fallback"] as? Bool == true, "\(answer)")
        }

        @Test func answersForeignEventsWithFunctionErrors() throws {
            let emulator = try Emulator(try #require(Function.getSchools.bootstrap), seconds: 5, variables: [:])
            for (event, type) in [("not JSON", "Function.InvalidJSON"), ("{}", "Function.UnknownEvent")] {
                let answer = try emulator.invoke(Array(event.utf8))
                #expect(answer.status == 200)
                #expect((answer.json as? [String: Any])?["errorType"] as? String == type, "\(answer.text)")
            }
            #expect(try emulator.request(Event.request("POST", "/schools")).status == 405)
        }

        @Test func reportsACrashAndStartsAgain() throws {
            let dynamoDB = ScriptedServer { request in
                // The first request is the one to die in.
                request.number == 0 ? [] : [.emptyPage]
            }
            defer { dynamoDB.stop() }
            let emulator = try Emulator(
                try #require(Function.getSchools.bootstrap), seconds: 10, variables: ["AWS_ENDPOINT_URL": dynamoDB.url])
            Thread.detachNewThread { [find = emulator.processFinder] in
                guard dynamoDB.waitForRequests(1), let pid = find() else { return }
                kill(pid, SIGSEGV)
            }
            let answer = try emulator.invoke(Event.list())
            #expect(answer.status == 502)
            #expect((answer.json as? [String: Any])?["errorType"] as? String == "Runtime.ExitError", "\(answer.text)")
            #expect(answer.text.contains("segmentation fault"))
            #expect(emulator.output.contains(#""signal":"SIGSEGV""#))
            #expect(try emulator.request(Event.list()).status == 200)
        }

        /// The function answers before its time is up, so the platform need not end it.
        @Test func answersBeforeThePlatformsTimeout() throws {
            let silent = ScriptedServer { _ in [] }
            defer { silent.stop() }
            let emulator = try Emulator(
                try #require(Function.getSchools.bootstrap), seconds: 2, variables: ["AWS_ENDPOINT_URL": silent.url])
            let answer = try emulator.request(Event.list())
            #expect(answer.status == 503 && answer.json["error"] != nil)
        }

        @Test func comesBackAfterATimeout() throws {
            let dynamoDB = ScriptedServer { _ in [.emptyPage] }
            defer { dynamoDB.stop() }
            let emulator = try Emulator(
                try #require(Function.getSchools.bootstrap), seconds: 1, variables: ["AWS_ENDPOINT_URL": dynamoDB.url])
            #expect(try emulator.request(Event.list()).status == 200)
            kill(try #require(emulator.functionPID), SIGSTOP)
            #expect(try emulator.invoke(Event.list()).text.contains("Task timed out after 1.00 seconds"))
            #expect(try emulator.request(Event.list()).status == 200)
        }

        @Test func reportsAFailedInitialization() throws {
            let emulator = try Emulator(
                try #require(Function.getSchools.bootstrap), seconds: 5, variables: ["SCHOOLS_CACHE_SECONDS": "abc"])
            for _ in 0..<2 {
                let answer = try emulator.invoke(Event.options())
                #expect(answer.status == 502)
                let json = answer.json as? [String: Any]
                #expect(json?["errorType"] as? String == "Function.BadConfiguration", "\(answer.text)")
                #expect((json?["errorMessage"] as? String)?.contains("SCHOOLS_CACHE_SECONDS") == true)
            }
        }

        @Test func leavesNoProcessBehind() throws {
            var emulator: Emulator? = try Emulator(
                try #require(Function.getSchools.bootstrap), seconds: 5, variables: [:])
            #expect(try emulator?.request(Event.options()).status == 204)
            let pid = try #require(emulator?.functionPID)
            emulator = nil
            #expect(kill(pid, 0) == -1 && errno == ESRCH)
        }
    }
}
