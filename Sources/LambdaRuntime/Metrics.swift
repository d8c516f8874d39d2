import Bytes
import JSON

/// Metrics in CloudWatch's embedded metric format: members of a log line that CloudWatch turns into metrics. Nothing else is
/// sent to it.
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
        out.append(",\"_aws\":{\"Timestamp\":")
        out.append(decimal: UTCTime.now().milliseconds)
        out.append(",\"CloudWatchMetrics\":[{\"Namespace\":")
        out.append(jsonString: Self.namespace)
        out.append(",\"Dimensions\":[[\"FunctionName\"]")
        if let detail {
            out.append(",[\"FunctionName\",")
            out.append(jsonString: detail.name)
            out.append("]")
        }
        out.append("],\"Metrics\":[")
        for (index, metric) in values.enumerated() {
            if index > 0 { out.append(",") }
            out.append("{\"Name\":")
            out.append(jsonString: metric.name)
            out.append(",\"Unit\":")
            out.append(jsonString: metric.unit.rawValue)
            out.append("}")
        }
        out.append("]}]},\"FunctionName\":")
        out.append(jsonString: functionName)
        if let detail { append(detail.name, &out) { $0.append(jsonString: detail.value) } }
        for metric in values {
            append(metric.name, &out) { out in
                if let whole = Int(exactly: metric.value) {
                    out.append(decimal: whole)
                } else {
                    out.append("\(metric.value)")
                }
            }
        }
    }

    private func append(_ name: String, _ out: inout ByteBuffer, _ value: (inout ByteBuffer) -> Void) {
        out.append(",")
        out.append(jsonString: name)
        out.append(":")
        value(&out)
    }
}
