import Bytes
import Glibc
import JSON

/// The function's log: one line an event, written with one write(2) to standard error, so that no line is lost in a
/// buffer when the environment is frozen or dies.
///
/// The form follows AWS's "JSON and plain text log formats": `timestamp`, `level`, `requestId`, `message` and fields,
/// or the same separated by tabs. Callers must keep credentials and bodies out of messages and fields.
package final class Log {
    /// AWS's levels, the least severe first.
    package enum Level: Int, CaseIterable, Sendable {
        case trace, debug, info, warn, error, fatal

        private static let names = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"]

        /// The level of that name, in any case; nil if there is none.
        init?(name: String) {
            guard let index = Self.names.firstIndex(of: name.uppercased()) else { return nil }
            self.init(rawValue: index)
        }

        var name: String { Self.names[rawValue] }
    }

    /// AWS's forms of a line.
    package enum Format: Sendable { case json, text }

    /// A field's value.
    package enum Value: ExpressibleByStringLiteral, Sendable {
        case string(String)
        /// Text from outside. It reads the same once the JSON is parsed, but a search for one of `searchedWords` does
        /// not find it.
        case untrusted(String)
        case integer(Int)
        /// Microseconds, written as milliseconds with three decimals.
        case microseconds(Int)

        /// A string.
        package init(stringLiteral text: String) { self = .string(text) }
    }

    /// The words that operators search the log for: failures, model calls, access lines. No other line holds them.
    static let searchedWords = ["ERROR", "Bedrock", "method"]

    let level: Level
    let format: Format
    /// The invocation that lines belong to; empty between invocations.
    package var requestID = ""
    private let descriptor: Int32
    private var line = ByteBuffer(capacity: 1024)

    /// A log that writes to `descriptor`, which stays open. Lines below `level` are not written.
    package init(level: Level = .info, format: Format = .json, descriptor: Int32 = STDERR_FILENO) {
        self.level = level
        self.format = format
        self.descriptor = descriptor
    }

    /// A log as `AWS_LAMBDA_LOG_LEVEL` and `AWS_LAMBDA_LOG_FORMAT` ask for.
    package convenience init(
        _ environment: Environment, descriptor: Int32 = STDERR_FILENO
    ) throws(Environment.BadValue) {
        let level = Level(name: try environment.required(.logLevel)) ?? .info
        let isText = try environment.required(.logFormat).uppercased() == "TEXT"
        self.init(level: level, format: isText ? .text : .json, descriptor: descriptor)
    }

    /// Writes a line that helps to find a fault.
    package func debug(_ message: String, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.debug, message, fields)
    }
    /// Writes a line about something that an operator may want to fix, and that no caller noticed.
    package func warn(_ message: String, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.warn, message, fields)
    }
    /// Writes a line about a failure: what was attempted, what happened, what to do.
    package func error(_ message: String, _ fields: KeyValuePairs<StaticString, Value> = [:]) {
        write(.error, message, fields)
    }

    /// Writes one line, unless `level` is below the log's. A line with metrics is written at every level and is JSON in
    /// either format: CloudWatch reads metrics from nothing else, and alarms depend on them.
    package func write(
        _ level: Level, _ message: String, _ fields: KeyValuePairs<StaticString, Value> = [:], metrics: Metrics? = nil
    ) {
        guard level.rawValue >= self.level.rawValue || metrics != nil else { return }
        line.removeAll(keepingAtMost: 65_536)
        if format == .json || metrics != nil {
            composeJSON(level, message, fields, metrics)
        } else {
            composeText(level, message, fields)
        }
        line.append(UInt8(ascii: "\n"))
        Self.writeAll(line.bytes, to: descriptor)
    }

    private func composeJSON(
        _ level: Level, _ message: String, _ fields: KeyValuePairs<StaticString, Value>, _ metrics: Metrics?
    ) {
        line.append("{\"timestamp\":\"")
        UTCTime.now().appendRFC3339(to: &line)
        line.append("\",\"level\":\"")
        line.append(level.name)
        line.append("\",\"requestId\":")
        line.append(jsonString: requestID)
        line.append(",\"message\":")
        line.append(jsonString: bounded(message))
        for (name, value) in fields {
            line.append(",\"")
            line.append(name)
            line.append("\":")
            append(value)
        }
        metrics?.write(to: &line)
        line.append(UInt8(ascii: "}"))
    }

    private func composeText(_ level: Level, _ message: String, _ fields: KeyValuePairs<StaticString, Value>) {
        UTCTime.now().appendRFC3339(to: &line)
        line.append("\t")
        line.append(requestID)
        line.append("\t")
        line.append(level.name)
        line.append("\t")
        bounded(message).utf8.withContiguousStorageIfAvailable { line.append(jsonEscaped: UnsafeRawBufferPointer($0)) }
        for (name, value) in fields {
            line.append("\t")
            line.append(name)
            line.append("=")
            append(value)
        }
    }

    private func append(_ value: Value) {
        switch value {
        case .string(let text): line.append(jsonString: bounded(text))
        case .untrusted(let text): append(untrusted: bounded(text))
        case .integer(let number): line.append(decimal: number)
        case .microseconds(let number):
            line.append(decimal: number / 1000)
            line.append(UInt8(ascii: "."))
            line.append(decimal: UInt(max(number, 0) % 1000), digits: 3)
        }
    }

    private func append(untrusted text: String) {
        var rest = text.utf8[...]
        line.append("\"")
        while let byte = rest.first {
            if Self.searchedWords.contains(where: { $0.utf8.first == byte && rest.starts(with: $0.utf8) }) {
                line.append("\\u00")
                line.append(Hex.upper(byte >> 4))
                line.append(Hex.upper(byte & 15))
            } else {
                withUnsafeBytes(of: byte) { line.append(jsonEscaped: $0) }
            }
            rest.removeFirst()
        }
        line.append("\"")
    }

    /// Cuts a text to 4 KiB, so that no line reaches CloudWatch's limit.
    private func bounded(_ text: String) -> String {
        var text = text.utf8.count <= 4096 ? text : String(decoding: text.utf8.prefix(4096), as: UTF8.self) + "…"
        text.makeContiguousUTF8()
        return text
    }

    /// Writes all of `bytes`, whatever interrupts. Waits for a full pipe, three times and a second each at most.
    static func writeAll(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32) {
        var rest = bytes[...]
        var waits = 0
        while !rest.isEmpty {
            let written = Glibc.write(descriptor, UnsafeRawBufferPointer(rebasing: rest).baseAddress, rest.count)
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if errno == EAGAIN, waits < 3 {
                waits += 1
                var full = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
                poll(&full, 1, 1000)
            } else if errno != EINTR {
                return
            }
        }
    }
}
