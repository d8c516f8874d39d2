import Bytes
import JSON

/// Metrics in CloudWatch's embedded metric format: members of a log line that CloudWatch turns into metrics. Nothing
/// else is sent to it.
package struct Metrics: Sendable {
    /// CloudWatch's names of units.
    package enum Unit: String, Sendable {
        case count = "Count"
        case milliseconds = "Milliseconds"
        case none = "None"
    }

    /// CloudWatch's namespace of all metrics.
    package static let namespace = "FlightSchool"

    /// The dimension of every metric: `AWS_LAMBDA_FUNCTION_NAME`.
    private let functionName: String
    private var values: [(name: String, unit: Unit, value: Double)] = []
    private var detail: (name: String, value: String)?

    /// No values yet.
    package init(functionName: String) { self.functionName = functionName }

    /// Adds a value, which is finite.
    package mutating func add(_ name: String, _ value: Double, unit: Unit = .count) {
        values.append((name, unit, value))
    }

    /// Counts the metrics by `value` as well: a second set of dimensions. Each different value costs money.
    package mutating func split(by name: String, _ value: String) { detail = (name, value) }

    /// Appends the members of the embedded metric format, each after a comma.
    func write(to out: inout ByteBuffer) {
        let dimensions: [JSONValue] = [["FunctionName"]] + (detail.map { [["FunctionName", .string($0.name)]] } ?? [])
        let names = values.map { ["Name": .string($0.name), "Unit": .string($0.unit.rawValue)] as JSONValue }
        let directive: JSONValue = [
            "Namespace": .string(Self.namespace), "Dimensions": .array(dimensions), "Metrics": .array(names),
        ]
        let now = JSONValue.number("\(UTCTime.now().milliseconds)")
        var members: [(name: String, value: JSONValue)] = [
            ("_aws", ["Timestamp": now, "CloudWatchMetrics": [directive]]), ("FunctionName", .string(functionName)),
        ]
        if let detail { members.append((detail.name, .string(detail.value))) }
        members += values.map { ($0.name, .number(Int(exactly: $0.value).map { "\($0)" } ?? "\($0.value)")) }
        for (name, value) in members {
            out.append(",")
            out.append(jsonString: name)
            out.append(":")
            value.write(to: &out)
        }
    }
}
