import Glibc

/// A moment in UTC, in milliseconds since 1970, and its three forms in the protocols here.
package struct UTCTime: Equatable, Comparable, Sendable {
    /// Milliseconds since 1970-01-01T00:00:00Z.
    package var milliseconds: Int

    /// The moment that many milliseconds after 1970 began.
    package init(milliseconds: Int) { self.milliseconds = milliseconds }

    /// The wall clock.
    package static func now() -> UTCTime {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return UTCTime(milliseconds: time.tv_sec * 1000 + time.tv_nsec / 1_000_000)
    }

    /// Earlier is less.
    package static func < (a: UTCTime, b: UTCTime) -> Bool { a.milliseconds < b.milliseconds }

    /// Year, month and day of the proleptic Gregorian calendar, computed on eras of 400 years.
    var civil: (year: Int, month: Int, day: Int) {
        let days = Self.floorDivide(milliseconds, 86_400_000) + 719_468
        let era = Self.floorDivide(days, 146_097)
        let dayOfEra = days - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shifted = (5 * dayOfYear + 2) / 153
        let month = shifted < 10 ? shifted + 3 : shifted - 9
        return (yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - (153 * shifted + 2) / 5 + 1)
    }

    private var millisecondOfDay: Int { milliseconds - Self.floorDivide(milliseconds, 86_400_000) * 86_400_000 }

    private static func floorDivide(_ a: Int, _ b: Int) -> Int { a >= 0 ? a / b : -((b - 1 - a) / b) }

    /// Appends RFC 3339 with milliseconds: `2026-11-23T15:04:05.678Z`, the form of Lambda's JSON logs.
    package func appendRFC3339(to out: inout ByteBuffer) {
        append(to: &out, "-", ":")
        out.append(".")
        out.append(decimal: UInt(millisecondOfDay % 1000), digits: 3)
        out.append("Z")
    }

    /// The form of SigV4's `X-Amz-Date`: `20261123T150405Z`. The credential scope's date is its first eight characters.
    package var amzDate: String {
        var out = ByteBuffer(capacity: 16)
        append(to: &out, "", "")
        out.append("Z")
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private func append(to out: inout ByteBuffer, _ dateSeparator: StaticString, _ timeSeparator: StaticString) {
        let (year, month, day) = civil
        let second = millisecondOfDay / 1000
        func put(_ value: Int, _ separator: StaticString, digits: Int = 2) {
            out.append(decimal: UInt(max(value, 0)), digits: digits)
            out.append(separator)
        }
        put(year, dateSeparator, digits: 4)
        put(month, dateSeparator)
        put(day, "T")
        put(second / 3600, timeSeparator)
        put(second / 60 % 60, timeSeparator)
        put(second % 60, "")
    }

    /// The form of `Date` headers (RFC 9110 §5.6.7).
    package var httpDate: String {
        var seconds = time_t(milliseconds / 1000)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 32) { text in
            // The process keeps the locale C, in which the names are English.
            strftime(text.baseAddress, text.count, "%a, %d %b %Y %H:%M:%S GMT", &parts)
            return text.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    /// Reads HTTP's preferred form of a date (RFC 9110 §5.6.7), `Sun, 06 Nov 1994 08:49:37 GMT`. Returns nil for
    /// anything else, and for a day that its month does not have. The weekday is not compared.
    package init?(httpDate text: String) {
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        let bytes = Array(text.utf8)
        let marks = [(3, ", "), (7, " "), (11, " "), (16, " "), (19, ":"), (22, ":"), (25, " GMT")]
        guard bytes.count == 29, marks.allSatisfy({ at, mark in bytes[at...].starts(with: mark.utf8) }),
            let day = Self.number(bytes[5..<7]), let year = Self.number(bytes[12..<16]), year >= 1970,
            let month = months.firstIndex(where: { bytes[8..<11].elementsEqual($0.utf8) }),
            let hour = Self.number(bytes[17..<19]), hour < 24, let minute = Self.number(bytes[20..<22]), minute < 60,
            let second = Self.number(bytes[23..<25]), second <= 60
        else { return nil }
        // Days from civil, with the year starting in March so that the leap day is its last.
        let shiftedYear = month < 2 ? year - 1 : year
        let era = shiftedYear / 400
        let yearOfEra = shiftedYear - era * 400
        let dayOfYear = (153 * ((month + 10) % 12) + 2) / 5 + day - 1
        let days = era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
        guard UTCTime(milliseconds: days * 86_400_000).civil == (year, month + 1, day) else { return nil }
        self.init(milliseconds: (((days * 24 + hour) * 60 + minute) * 60 + second) * 1000)
    }

    private static func number(_ digits: ArraySlice<UInt8>) -> Int? {
        digits.reduce(0) { (value: Int?, digit) in
            guard let value, digit &- UInt8(ascii: "0") < 10 else { return nil }
            return value * 10 + Int(digit - UInt8(ascii: "0"))
        }
    }
}
