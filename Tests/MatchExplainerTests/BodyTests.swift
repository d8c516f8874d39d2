import JSON
import Support
import Testing

@testable import MatchExplainer
@testable import Matching

/// The body as a whole: its size, its depth, and whether it is JSON.
@Suite struct BodyTests {
    private func body(bytes: Int) -> [UInt8] {
        let start = Array(#"{"student":{},"school":{},"matchScore":85,"x":""#.utf8)
        return start + [UInt8](repeating: 0x20, count: bytes - start.count - 2) + Array(#""}"#.utf8)
    }

    @Test func sixteenKilobytesAreTheLimit() throws {
        #expect(try Matches.refusal(body(bytes: 16_384)) == nil)
        let error = try Matches.refusal(body(bytes: 16_385))
        #expect(error?.status == .badRequest && error?.message == "The body is larger than 16384 bytes")
        #expect(try Matches.refusal([UInt8](repeating: 0x5B, count: 6 << 20)) != nil)
    }

    @Test func anEmptyBodyIsMissing() throws {
        for body in [nil, []] as [[UInt8]?] {
            let error = try Matches.refusal(body)
            #expect(error?.status == .badRequest && error?.message.hasPrefix("The body is missing") == true)
        }
    }

    @Test(arguments: [
        " ", "null", "[]", "7", "true", #""{}""#, "{", "}", "nonsense", #"{"student":{},"school":{},"matchScore":85"#,
        #"{"student":{},"school":{},"matchScore":85}}"#, #"{"student":{},"school":{},"matchScore":085}"#,
        #"{"student":{},"school":{},"matchScore":NaN}"#, #"{"student":{},"school":{},"matchScore":+85}"#,
        #"{"student":{},"school":{},"matchScore":85,}"#, #"{'student':{},"school":{},"matchScore":85}"#,
        "{\"student\":{\"trainingGoal\":\"a\nb\"},\"school\":{},\"matchScore\":85}", "student=1&school=2",
        "\u{FEFF}{\"student\":{},\"school\":{},\"matchScore\":85}",
    ]) func whatIsNoJSONObject(body: String) throws {
        let error = try Matches.refusal(body)
        #expect(error?.status == .badRequest && error?.message == "The body is not a JSON object")
    }

    /// Deep nesting costs nothing, wherever it stands.
    @Test func depthBombsAreRefused() throws {
        for depth in [127, 200, 4000, 8000] {
            let bomb = String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
            for body in [
                bomb, #"{"x":\#(bomb),"student":{},"school":{},"matchScore":85}"#,
                #"{"student":{"location":\#(bomb)},"school":{},"matchScore":85}"#,
                String(repeating: #"{"a":"#, count: depth),
            ] { #expect(try Matches.refusal(body) != nil || depth == 127) }
        }
    }

    /// Bytes that are no UTF-8, in every string: never a crash, and the prompt is text.
    @Test func bytesThatAreNoTextAreHarmless() throws {
        for bad: [UInt8] in [[0xFF], [0xC0, 0xAF], [0xED, 0xA0, 0x80], [0xF4, 0x90, 0x80, 0x80], [0xE2, 0x82]] {
            let start = Array(#"{"student":{},"school":{"name":"a"#.utf8)
            let request = try MatchRequest(start + bad + Array(#"b"},"matchScore":85}"#.utf8))
            #expect(request.school.name?.unicodeScalars.allSatisfy { "ab\u{FFFD}".unicodeScalars.contains($0) } == true)
        }
        #expect(try Matches.request(school: #""name":"x\ud800y\udc00""#).school.name == "x\u{FFFD}y\u{FFFD}")
    }
}
