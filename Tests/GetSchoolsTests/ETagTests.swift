import Foundation
import Testing

@testable import GetSchools

@Suite struct ETagTests {
    private let tag = tag("{}")

    private static func tag(_ body: String) -> String { Array(body.utf8).withUnsafeBytes { ETag.of($0) } }

    @Test func aTagIsWeakQuotedAndTheSameForTheSameBytes() {
        // sha256("{}") = 44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a
        #expect(tag == #"W/"44136fa355b3678a1146ad16f7e8649e""#)
        #expect(Self.tag("{ }") != tag && Self.tag("") != tag)
    }

    @Test(arguments: [
        #"W/"44136fa355b3678a1146ad16f7e8649e""#, #""44136fa355b3678a1146ad16f7e8649e""#, "*", " * ",
        #""other", W/"44136fa355b3678a1146ad16f7e8649e""#, #"W/"44136fa355b3678a1146ad16f7e8649e" , "x""#,
        #""x",W/"44136fa355b3678a1146ad16f7e8649e""#,
    ]) func whatTheClientHas(list: String) { #expect(ETag.matches(tag, list)) }

    @Test(arguments: [
        "", ",", #""""#, #""other""#, "44136fa355b3678a1146ad16f7e8649e", #"w/"44136fa355b3678a1146ad16f7e8649e""#,
        #"W/W/"44136fa355b3678a1146ad16f7e8649e""#, #""*""#, "**",
    ]) func whatItHasNot(list: String) { #expect(!ETag.matches(tag, list)) }
}
