import Foundation
import JSON
import Support
import Synchronization

@testable import Schools

/// A table of schools behind DynamoDB's protocol: Scan of it and of its index, in pages, GetItem and BatchGetItem. Other
/// operations are refused.
final class ScriptedTable: Sendable {
    /// What it holds, and how it answers.
    struct State: Sendable {
        var items: [JSONValue]
        /// What the index is made of where it is behind the table; nil: of the items.
        var indexed: [JSONValue]?
        var hasIndex: Bool
        /// The most keys that one BatchGetItem processes.
        var maximumKeys = 100
        var pageSize: Int
    }

    private let state: Mutex<State>
    /// The response in place of a right one, and after how many right ones.
    private let fault = Mutex<(step: ScriptedServer.Step, after: Int)?>(nil)
    private let serverBox = Mutex<ScriptedServer?>(nil)

    init(_ items: [String], pageSize: Int = 3, hasIndex: Bool = true) throws {
        state = Mutex(State(items: try Self.parse(items), hasIndex: hasIndex, pageSize: pageSize))
        let server = ScriptedServer { [weak self] request in [self?.answer(request) ?? .answer(500)] }
        serverBox.withLock { $0 = server }
    }

    deinit { server.stop() }

    var server: ScriptedServer {
        guard let server = serverBox.withLock({ $0 }) else { preconditionFailure("set by init") }
        return server
    }

    /// The operations that were asked for so far.
    var operations: [String] {
        server.requests.compactMap { $0.headers["x-amz-target"]?.split(separator: ".").last.map(String.init) }
    }

    /// Responds with `step` after `count` more right responses; nil: no more.
    func fail(with step: ScriptedServer.Step?, after count: Int = 0) {
        fault.withLock { $0 = step.map { ($0, count) } }
    }

    func replace(_ items: [String]) throws {
        let parsed = try Self.parse(items)
        change { $0.items = parsed }
    }

    /// Replaces the items, and those that the index is made of.
    func replace(_ items: [String], indexed: [String]) throws {
        let (items, indexed) = (try Self.parse(items), try Self.parse(indexed))
        change { ($0.items, $0.indexed) = (items, indexed) }
    }

    /// Changes what later responses are made of.
    func change(_ body: (inout State) -> Void) { state.withLock { body(&$0) } }

    private static func parse(_ items: [String]) throws -> [JSONValue] {
        try items.map { try JSONValue(parsing: Array($0.utf8)) }
    }

    private func answer(_ request: ScriptedServer.Request) -> ScriptedServer.Step {
        let failure = fault.withLock { fault -> ScriptedServer.Step? in
            defer { fault?.after -= 1 }
            return fault.flatMap { $0.after > 0 ? nil : $0.step }
        }
        if let failure { return failure }
        guard let body = try? JSONValue(parsing: request.body) else { return .answer(400) }
        let state = state.withLock { $0 }
        switch request.headers["x-amz-target"] {
        case "DynamoDB_20120810.GetItem":
            let id = Self.id(body["Key"])
            let item = state.items.first { Self.id($0) == id }
            return .answer(body: JSONValue.object(item.map { [(name: "Item", value: $0)] } ?? []).text)
        case "DynamoDB_20120810.BatchGetItem":
            let keys = body["RequestItems"]?["flight-schools"]?["Keys"]?.array ?? []
            let ids = Set(keys.prefix(state.maximumKeys).map(Self.id))
            let left = keys.dropFirst(state.maximumKeys)
            let found = state.items.filter { ids.contains(Self.id($0)) }
            let responses: JSONValue = [
                "Responses": ["flight-schools": .array(found)],
                "UnprocessedKeys": left.isEmpty ? [:] : ["flight-schools": ["Keys": .array(Array(left))]],
            ]
            return .answer(body: responses.text)
        case "DynamoDB_20120810.Scan":
            guard body["IndexName"] != nil else { return Self.page(state.items, state.pageSize, body) }
            guard state.hasIndex else {
                let message = "The table does not have the specified index: CatalogueIndex"
                return .answer(400, body: #"{"__type":"x#ValidationException","message":"\#(message)"}"#)
            }
            return Self.page((state.indexed ?? state.items).map(Self.entry), state.pageSize, body)
        default: return .answer(400, body: #"{"__type":"com.amazon.coral.service#UnknownOperationException"}"#)
        }
    }

    private static func id(_ item: JSONValue?) -> UTF8Key { UTF8Key(item?["schoolId"]?["S"]?.string ?? "") }

    /// What the index holds of an item, its attributes in another order.
    private static func entry(_ item: JSONValue) -> JSONValue {
        .object(
            (item.members ?? []).filter { $0.name == "schoolId" || CatalogueIndex.attributes.contains($0.name) }
                .reversed())
    }

    /// A page behind the start key; after each one with items comes an empty one that is not the end.
    private static func page(_ items: [JSONValue], _ pageSize: Int, _ body: JSONValue) -> ScriptedServer.Step {
        let start = body["ExclusiveStartKey"]?["at"]?["N"]?.string.flatMap { Int($0) } ?? 0
        let isEmpty = body["ExclusiveStartKey"]?["empty"] != nil
        let end = isEmpty ? start : min(start + pageSize, items.count)
        var members: [(name: String, value: JSONValue)] = [("Items", .array(Array(items[start..<end])))]
        if end < items.count {
            let key: JSONValue = ["at": ["N": .string(String(end))]]
            let empty: JSONValue = ["at": ["N": .string(String(end))], "empty": ["BOOL": true]]
            members.append(("LastEvaluatedKey", isEmpty ? key : empty))
        }
        return .answer(body: JSONValue.object(members).text)
    }
}
