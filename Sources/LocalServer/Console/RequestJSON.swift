import Bytes
import EmbeddedAWS
import JSON
import Terminal

/// A request in the JSON that the console shows.
enum RequestJSON {
    /// Returns what a line of the list shows.
    static func summary(_ entry: RequestLog.Entry) -> JSONValue {
        let done = entry.done
        let calls = done.invocation?.calls ?? []
        return [
            "id": number(entry.number), "time": number(done.time.milliseconds), "kind": .string(done.kind.rawValue),
            "method": .string(done.request.method), "path": .string(done.target),
            "status": number(done.response.status), "ms": decimal(done.milliseconds),
            "bytes": number(done.sentBytes),
            "function": done.invocation.map { .string($0.function) } ?? .null,
            "cold": .bool(done.invocation?.isCold ?? false), "cached": .bool(done.isCached),
            "calls": number(calls.count),
            "error": done.invocation?.failure.map { .string($0) } ?? .null,
            "usd": done.cost.map { .number(Columns.decimal($0.total * 1e6, 3)) } ?? .null,
        ]
    }

    /// Returns everything that is known of a request. `usd` are for a million such requests.
    static func detail(_ entry: RequestLog.Entry) -> JSONValue {
        let done = entry.done
        var members = summary(entry).members ?? []
        let headers = zip(done.request.sentNames, done.request.headers).map {
            (name: $0, value: JSONValue.string($1.value))
        }
        members += [
            ("isTrimmed", .bool(entry.isTrimmed)), ("requestHeaders", .object(headers)),
            ("requestBody", text(done.request.body)),
        ]
        guard let invocation = done.invocation else {
            return .object(members + [("response", text(done.response.body))])
        }
        members += [
            ("requestId", .string(invocation.requestID)), ("event", text(invocation.event)),
            ("response", text(invocation.payload)), ("log", .array(invocation.log.map { .string($0) })),
            ("services", invocation.calls.map { .array($0.map(call)) } ?? .null),
            ("initMs", invocation.initMilliseconds.map(decimal) ?? .null),
            ("durationMs", invocation.milliseconds.map(decimal) ?? .null),
            ("timeoutMs", invocation.timeoutMilliseconds.map(number) ?? .null),
            ("memoryKiB", invocation.peakMemory.map(number) ?? .null),
            ("pid", invocation.pid.map { number(Int($0)) } ?? .null),
        ]
        if let cost = done.cost {
            func million(_ usd: Double) -> JSONValue { .number(Columns.decimal(usd * 1e6, 3)) }
            members += [
                ("billedMs", number(cost.billedMilliseconds)),
                (
                    "cost",
                    [
                        "function": million(cost.function), "gateway": million(cost.gateway),
                        "services": invocation.calls == nil ? .null : million(cost.services),
                    ]
                ),
            ]
        }
        return .object(members)
    }

    private static func call(_ call: ServiceCall) -> JSONValue {
        [
            "service": .string(call.service), "target": .string(call.target), "status": number(call.status),
            "requestBytes": number(call.requestBytes), "responseBytes": number(call.responseBytes),
            "ms": decimal(call.milliseconds), "inputTokens": call.tokens.map { number($0.input) } ?? .null,
            "outputTokens": call.tokens.map { number($0.output) } ?? .null,
            "readUnits": call.readUnits.map { .number(Columns.decimal($0, 1)) } ?? .null,
        ]
    }

    private static func number(_ value: Int) -> JSONValue { .number(String(value)) }
    private static func decimal(_ value: Double) -> JSONValue { .number(Columns.decimal(value, 3)) }
    private static func text(_ bytes: [UInt8]) -> JSONValue { .string(String(decoding: bytes, as: UTF8.self)) }
}
