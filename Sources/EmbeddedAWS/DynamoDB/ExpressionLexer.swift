/// What is wrong with an expression, in AWS's words, without the parameter's name in front.
struct ExpressionError: Error {
    let message: String
    init(_ message: String) { self.message = message }
}

/// A word or sign of an expression, and where it stands.
struct ExpressionToken: Equatable {
    enum Kind: Equatable {
        /// An attribute, function or keyword.
        case word
        /// `#name`
        case name
        /// `:value`
        case value
        case number
        case sign
        case end
    }

    let kind: Kind
    let text: String
    let range: Range<Int>

    /// Whether it is this keyword, in any case.
    func isKeyword(_ keyword: String) -> Bool { kind == .word && text.uppercased() == keyword }
    /// Whether it is this sign.
    func isSign(_ sign: String) -> Bool { kind == .sign && text == sign }
}

/// Cuts an expression into tokens. DynamoDB takes at most 4,096 bytes.
enum ExpressionLexer {
    static let maximumLength = 4096

    static func tokens(of expression: String) throws(ExpressionError) -> [ExpressionToken] {
        let bytes = Array(expression.utf8)
        guard bytes.count <= maximumLength else {
            throw ExpressionError(
                "Expression size has exceeded the maximum allowed size; expression size: \(bytes.count)")
        }
        var tokens: [ExpressionToken] = []
        var at = 0
        func add(_ kind: ExpressionToken.Kind, _ end: Int) {
            tokens.append(
                ExpressionToken(kind: kind, text: String(decoding: bytes[at..<end], as: UTF8.self), range: at..<end))
            at = end
        }
        while at < bytes.count {
            let byte = bytes[at]
            switch byte {
            case 0x20, 0x09, 0x0A, 0x0D: at += 1
            case UInt8(ascii: "#"), UInt8(ascii: ":"):
                let end = wordEnd(bytes, from: at + 1)
                guard end > at + 1 else { throw syntax(expression, at..<(at + 1)) }
                add(byte == UInt8(ascii: "#") ? .name : .value, end)
            case UInt8(ascii: "0")...UInt8(ascii: "9"): add(.number, wordEnd(bytes, from: at))
            case UInt8(ascii: "<"), UInt8(ascii: ">"):
                let next = at + 1 < bytes.count ? bytes[at + 1] : 0
                let isDouble = next == UInt8(ascii: "=") || (byte == UInt8(ascii: "<") && next == UInt8(ascii: ">"))
                add(.sign, at + (isDouble ? 2 : 1))
            case _ where "=(),.[]".utf8.contains(byte): add(.sign, at + 1)
            case _ where isWord(byte): add(.word, wordEnd(bytes, from: at))
            default: throw syntax(expression, at..<(at + 1))
            }
        }
        tokens.append(ExpressionToken(kind: .end, text: "<EOF>", range: bytes.count..<bytes.count))
        return tokens
    }

    /// AWS's message for a token that must not stand there: the token, and the text around it.
    static func syntax(_ expression: String, _ range: Range<Int>, near: Range<Int>? = nil) -> ExpressionError {
        let bytes = Array(expression.utf8)
        let near = near ?? max(0, range.lowerBound - 5)..<min(bytes.count, range.upperBound + 5)
        let token = range.isEmpty ? "<EOF>" : String(decoding: bytes[range], as: UTF8.self)
        return ExpressionError(
            "Syntax error; token: \"\(token)\", near: \"\(String(decoding: bytes[near], as: UTF8.self))\"")
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    private static func wordEnd(_ bytes: [UInt8], from start: Int) -> Int {
        var end = start
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        return end
    }
}
