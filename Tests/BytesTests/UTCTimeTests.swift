import Bytes
import Foundation
import Testing

@Suite struct UTCTimeTests {
    @Test(arguments: [
        (0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"),
        (1, "1970-01-01T00:00:00.001Z", "19700101T000000Z"),
        (-1, "1969-12-31T23:59:59.999Z", "19691231T235959Z"),
        (951_782_400_000, "2000-02-29T00:00:00.000Z", "20000229T000000Z"),
        (4_107_542_400_000, "2100-03-01T00:00:00.000Z", "21000301T000000Z"),
        (4_107_542_399_999, "2100-02-28T23:59:59.999Z", "21000228T235959Z"),
        (13_574_563_200_000, "2400-02-29T00:00:00.000Z", "24000229T000000Z"),
        (1_795_446_245_678, "2026-11-23T15:04:05.678Z", "20261123T150405Z"),
        (253_402_300_799_999, "9999-12-31T23:59:59.999Z", "99991231T235959Z"),
        (-62_135_596_800_000, "0001-01-01T00:00:00.000Z", "00010101T000000Z"),
    ]) func isWritten(milliseconds: Int, rfc3339: String, amzDate: String) {
        let time = UTCTime(milliseconds: milliseconds)
        #expect(text(time) == rfc3339)
        #expect(time.amzDate == amzDate)
    }

    /// 400 years are one whole cycle of the Gregorian calendar; Foundation's calendar is the independent computation.
    @Test func everyDayOfFourHundredYearsIsFoundations() throws {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = try #require(TimeZone(identifier: "UTC"))
        let weekdays = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
        let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
        var wrong: [String] = []
        for day in 0..<146_097 {
            let seconds = day * 86_400 + 45_296
            let date = Date(timeIntervalSince1970: Double(seconds))
            let parts = calendar.dateComponents([.year, .month, .day, .weekday], from: date)
            guard let year = parts.year, let month = parts.month, let dayOfMonth = parts.day,
                let weekday = parts.weekday
            else { throw CancellationError() }
            let time = UTCTime(milliseconds: seconds * 1000)
            let expected = "\(year)\(two(month))\(two(dayOfMonth))T123456Z"
            let http = "\(weekdays[weekday - 1]), \(two(dayOfMonth)) \(months[month - 1]) \(year) 12:34:56 GMT"
            if time.amzDate != expected || UTCTime(httpDate: http) != time { wrong.append(http) }
        }
        #expect(wrong == [])
    }

    @Test(arguments: [
        ("Thu, 01 Jan 1970 00:00:00 GMT", 0), ("Sun, 06 Nov 1994 08:49:37 GMT", 784_111_777_000),
        ("Tue, 29 Feb 2000 23:59:59 GMT", 951_868_799_000), ("Fri, 31 Dec 9999 23:59:59 GMT", 253_402_300_799_000),
        // A leap second is the next minute's first.
        ("Sat, 31 Dec 2016 23:59:60 GMT", 1_483_228_800_000),
    ]) func readsHTTPDates(text: String, milliseconds: Int) {
        #expect(UTCTime(httpDate: text)?.milliseconds == milliseconds)
    }

    @Test(arguments: [
        "", "GMT", "Sun, 06 Nov 1994 08:49:37", "Sun, 06 Nov 1994 08:49:37 UTC", "Sun, 06 Nov 1994 08:49:37 +0000",
        "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994", "06 Nov 1994 08:49:37 GMT",
        "Sun, 00 Nov 1994 08:49:37 GMT", "Sun, 32 Nov 1994 08:49:37 GMT", "Thu, 31 Nov 1994 08:49:37 GMT",
        "Mon, 29 Feb 2100 00:00:00 GMT", "Wed, 30 Feb 2000 00:00:00 GMT", "Sun, 06 nov 1994 08:49:37 GMT",
        "Sun, 06 Nov 1969 08:49:37 GMT", "Sun, 06 Nov 99999 08:49:37 GMT", "Sun, 06 Nov 1994 24:00:00 GMT",
        "Sun, 06 Nov 1994 08:60:00 GMT", "Sun, 06 Nov 1994 08:49:61 GMT", "Sun, 06 Nov 1994 08:49 GMT",
        "Sun, 06 Nov 1994 08:49:37:00 GMT", "Sun, 06 Nov 1994 08:x:37 GMT", "Sun, +6 Nov 1994 08:49:37 GMT",
        "Sun, 06 Nov +994 08:49:37 GMT", "Sun, 06 Nov 1994 +8:49:37 GMT", "Sun, 06 Nov 1994 -0:49:37 GMT",
        "Sun, 06 Nov 1994 08:49:37 GMT GMT", "Sun, 6 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 8:49:37 GMT",
        "Sun, ٠٦ Nov 1994 08:49:37 GMT",
    ]) func refusesWhatIsNoHTTPDate(text: String) {
        #expect(UTCTime(httpDate: text) == nil)
    }

    @Test func nowIsNow() {
        let before = Date().timeIntervalSince1970 * 1000
        let now = UTCTime.now()
        #expect(abs(Double(now.milliseconds) - before) < 5000)
        #expect(UTCTime(milliseconds: 1) < UTCTime(milliseconds: 2))
    }

    @Test func instantsMeasureTimeThatPasses() {
        let start = Instant.now()
        #expect(start.advanced(milliseconds: 250).milliseconds(since: start) == 250)
        #expect(start.milliseconds(since: start.advanced(milliseconds: 250)) == -250)
        #expect(start < start.advanced(milliseconds: 1) && start.advanced(milliseconds: -1) < start)
        #expect(Instant(nanoseconds: 1_999_999).milliseconds(since: Instant(nanoseconds: 0)) == 1)
        #expect(Instant.now() >= start)
    }

    private func text(_ time: UTCTime) -> String {
        var out = ByteBuffer()
        time.appendRFC3339(to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
