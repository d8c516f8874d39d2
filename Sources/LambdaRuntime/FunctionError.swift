import Bytes
import JSON

/// An error as the Runtime API takes it: a type that Lambda counts by, and a message for the operator.
package struct FunctionError: Error, CustomStringConvertible {
    /// `Function.Name` or `Runtime.Name`, where `Name` is letters and starts with an upper-case one: Lambda files anything
    /// else under `Runtime.Unknown`.
    package let type: String
    /// For the operator: what was attempted and what happened.
    package let message: String

    /// An error of type `Function.NAME`. Only the ASCII letters of `name` are kept, for the type becomes a header's value.
    package init(_ name: String, _ message: String) {
        let letters = name.filter { $0.isASCII && $0.isLetter }
        type = "Function.\(letters.count >= 2 ? letters.prefix(1).uppercased() + letters.dropFirst() : "Error")"
        self.message = message
    }

    /// The same for any error: its type's name and its description.
    package init(_ error: any Error) {
        if let error = error as? FunctionError {
            self = error
        } else {
            self.init(String(describing: Swift.type(of: error)), String(describing: error))
        }
    }

    /// Type and message.
    package var description: String { "\(type): \(message)" }

    /// Longer messages are cut: the emulator drops the connection when an error's body is beyond its limit.
    static let maximumMessageLength = 16_384

    private var boundedMessage: String {
        message.utf8.count <= Self.maximumMessageLength
            ? message
            : String(decoding: message.utf8.prefix(Self.maximumMessageLength), as: UTF8.self)
    }

    /// Appends the body of `/error` and `/init/error`: `{"errorType","errorMessage","stackTrace"}`.
    func writeBody(to out: inout ByteBuffer) {
        out.append("{\"errorType\":")
        out.append(jsonString: type)
        out.append(",\"errorMessage\":")
        out.append(jsonString: boundedMessage)
        out.append(",\"stackTrace\":[]}")
    }

    /// Appends the value of the X-Ray header: one line of ASCII, as header values must be.
    func writeXRayCause(to out: inout ByteBuffer) {
        out.append("{\"working_directory\":\"/var/task\",\"exceptions\":[{\"type\":")
        out.append(jsonASCII: type)
        out.append(",\"message\":")
        out.append(jsonASCII: String(decoding: message.utf8.prefix(2048), as: UTF8.self))
        out.append(",\"stack\":[]}],\"paths\":[]}")
    }
}
