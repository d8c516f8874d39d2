import Support
import Testing

extension LoopTests {
    /// Connections that are refused, lost and made again: never a tight loop, and a handler never runs twice for one
    /// invocation.
    @Suite struct LoopConnectionTests {
        private let event: [ScriptedServer.Step] = [.event("{\"n\":1}")]
        private let accepted: [ScriptedServer.Step] = [.accepted]
        private let theEnd = "the Runtime API gives no invocations; the process ends"

        @Test(arguments: [400, 403, 404, 429]) func aRefusalOfNextIsTriedOnceMore(status: Int) throws {
            let refused: [ScriptedServer.Step] = [.status(status)]
            let run = try LoopRun([refused, refused, refused])
            #expect(run.paths == ["next", "next"])
            #expect(run.status == 1 && run.lines.count == 1 && run.errors == [theEnd])
            #expect((run.lines.first?["cause"] as? String)?.contains("GET /next: status \(status)") == true)
            let recovered = try LoopRun([refused, event, accepted])
            #expect(recovered.paths == ["next", "next", "response", "next"] && recovered.lines.count == 1)
        }

        @Test func aFailureOfNextIsTheEnd() throws {
            let run = try LoopRun([])
            #expect(run.paths == ["next"] && run.status == 1 && run.lines.count == 1)
        }

        @Test func nobodyListening() throws {
            let run = try LoopRun([event, accepted, [.leave]])
            #expect(run.paths == ["next", "response", "next"])
            #expect(run.status == 1 && run.lines.count == 1 && run.errors == [theEnd])
            #expect((run.lines.first?["cause"] as? String)?.contains("connect") == true)
        }

        @Test(arguments: [ScriptedServer.Step.close, .reset]) func aConnectionThatDiedIdleIsReplacedOnce(
            by step: ScriptedServer.Step
        ) throws {
            let run = try LoopRun([event, accepted, [step], event, accepted])
            #expect(run.paths == ["next", "response", "next", "next", "response", "next"])
            #expect(run.requests.map(\.connection) == [0, 0, 0, 1, 1, 1])
            #expect(run.calls.count == 2 && run.lines.count == 1)
            let twice = try LoopRun([event, accepted, [step], [step], event])
            #expect(twice.paths == ["next", "response", "next", "next"])
            #expect(twice.status == 1 && twice.errors == [theEnd])
        }

        @Test func aResponseCutShortIsALostConnection() throws {
            let cut: [ScriptedServer.Step] = [.send(Array(RuntimeResponse.event("{\"n\":1}").dropLast(3))), .close]
            let run = try LoopRun([cut, event, accepted])
            #expect(run.calls.count == 1 && run.paths == ["next", "next", "response", "next"])
        }

        @Test(arguments: [ScriptedServer.Step.close, .reset])
        func aResponseWhoseReceiptIsLostIsPostedAgain(by step: ScriptedServer.Step) throws {
            let run = try LoopRun([event, [step], accepted])
            #expect(run.paths == ["next", "response", "response", "next"])
            #expect(run.requests.map(\.connection) == [0, 0, 1, 1])
            #expect(run.requests[1].body == run.requests[2].body)
            #expect(run.calls.count == 1 && run.lines.count == 1)
        }

        @Test func anErrorWhoseReceiptIsLostIsPostedAgain() throws {
            struct Bad: Error {}
            let run = try LoopRun([event, [.close], accepted]) { _, _ in throw Bad() }
            #expect(run.paths == ["next", "error", "error", "next"])
            #expect(run.requests[1].body == run.requests[2].body)
            #expect(run.calls.count == 1 && run.lines.count == 2)
        }

        @Test func aResponseThatArrivedAfterAllIsNotTheEnd() throws {
            // The first post had arrived: the platform refuses the second.
            for status in [400, 403] {
                let run = try LoopRun([event, [.close], [.status(status)], event, accepted])
                #expect(run.paths == ["next", "response", "response", "next", "response", "next"])
                #expect(run.calls.count == 2)
                #expect(run.errors == [theEnd])  // the caller has the response: nothing failed
            }
        }

        @Test func anInvocationGivenOutAgainGetsItsResponseWithoutTheHandler() throws {
            let run = try LoopRun([event, [.close], [.close], event, accepted, event, accepted])
            #expect(run.paths == ["next", "response", "response", "next", "response", "next", "response", "next"])
            // Once for the first delivery, once for the one after the 202; not for the second.
            #expect(run.calls.count == 2)
            #expect(run.errors == ["the response may not have arrived", theEnd])
            #expect(run.requests[4].body == run.requests[1].body)
        }

        @Test func anErrorGivenOutAgainIsPostedWithoutTheHandler() throws {
            struct Bad: Error {}
            let run = try LoopRun([event, [.close], [.close], event, accepted]) { _, _ in throw Bad() }
            #expect(run.paths == ["next", "error", "error", "next", "error", "next"])
            #expect(run.calls.count == 1)
        }

        @Test func anotherInvocationAfterALostResponseRunsTheHandler() throws {
            let other: [ScriptedServer.Step] = [.event("{\"n\":2}", id: "other")]
            let run = try LoopRun([event, [.close], [.close], other, accepted, event, accepted])
            #expect(run.calls.map(\.requestID) == [RuntimeResponse.id, "other", RuntimeResponse.id])
            #expect(run.requests[4].line.contains("/other/response"))
            #expect(run.requests[4].body == Array("{\"n\":2}".utf8))
        }

        @Test func theSameIDAfterItsReceiptRunsTheHandler() throws {
            let run = try LoopRun([event, accepted, event, accepted])
            #expect(run.calls.count == 2)
        }
    }
}
