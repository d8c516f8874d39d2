import Bytes
import Foundation
import JSON
import Terminal

/// A request on one line: columns for people, or JSON for programs.
package enum RequestLine {
    private static let widths = [12, 7, 44, 6, 9, 9, 6]

    /// The head of the columns.
    package static let head = row(["time", "method", "path", "status", "ms", "bytes", "start", "USD/million"])

    /// Returns the columns of a request. What a stranger sent is cut, and moves no cursor.
    package static func text(_ done: CompletedRequest, usesColor: Bool) -> String {
        let clock = done.time.timeOfDay
        let start = done.invocation.map { $0.isCold ? "cold" : "warm" } ?? (done.isCached ? "cached" : "")
        let cost = done.cost.map { Columns.decimal($0.total * 1e6, 2) } ?? ""
        var line = row([
            clock, AlignedLines.printable(String(done.request.method.prefix(7))),
            cut(AlignedLines.printable(done.target)), String(done.response.status),
            Columns.decimal(done.milliseconds, 2), String(done.sentBytes), start, cost,
        ])
        if let failure = done.invocation?.failure { line += "\n    \(AlignedLines.printable(failure))" }
        guard usesColor else { return line }
        return "\u{1B}[\(color(done.response.status))m\(line)\u{1B}[0m"
    }

    private static func row(_ cells: [String]) -> String {
        let last = cells.last ?? ""
        return zip(cells.dropLast(), widths).enumerated().map { index, cell in
            (3...5).contains(index) ? Columns.right(cell.0, cell.1) : Columns.left(cell.0, cell.1)
        }.joined(separator: " ") + " " + last
    }

    private static func cut(_ text: String) -> String {
        text.count > widths[2] ? text.prefix(widths[2] - 1) + "…" : text
    }

    private static func color(_ status: Int) -> String {
        switch status {
        case 500...: "31"
        case 400...: "33"
        default: "32"
        }
    }

    /// Returns the JSON of a request.
    package static func json(_ done: CompletedRequest) -> String {
        var time = ByteBuffer()
        done.time.appendRFC3339(to: &time)
        var members: [(name: String, value: JSONValue)] = [
            ("time", .string(String(decoding: time.bytes, as: UTF8.self))), ("kind", .string(done.kind.rawValue)),
            ("method", .string(done.request.method)), ("path", .string(done.request.path)),
            ("query", .string(done.request.query)), ("status", .number(String(done.response.status))),
            ("ms", .number(Columns.decimal(done.milliseconds, 3))),
            ("bytes", .number(String(done.sentBytes))), ("cached", .bool(done.isCached)),
        ]
        if let invocation = done.invocation {
            members += [
                ("function", .string(invocation.function)), ("requestId", .string(invocation.requestID)),
                ("cold", .bool(invocation.isCold)),
            ]
            if let milliseconds = invocation.initMilliseconds {
                members.append(("initMs", .number(Columns.decimal(milliseconds, 3))))
            }
            if let failure = invocation.failure { members.append(("error", .string(failure))) }
        }
        if let cost = done.cost {
            members += [
                ("billedMs", .number(String(cost.billedMilliseconds))),
                ("costUsd", .number(String(format: "%.9f", cost.total))),
            ]
        }
        return JSONValue.object(members).text
    }
}

extension UTCTime {
    /// The time of day in this machine's time zone: `14:38:08.512`.
    var timeOfDay: String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        localtime_r(&seconds, &parts)
        return String(
            format: "%02d:%02d:%02d.%03d", parts.tm_hour, parts.tm_min, parts.tm_sec, milliseconds % 1000)
    }
}
