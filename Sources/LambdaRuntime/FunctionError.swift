import Bytes
import JSON

/// An error as the Runtime API takes it: a type that Lambda counts by, and a message for the operator.
package struct FunctionError: Error, CustomStringConvertible {
    /// `Function.Name` or `Runtime.Name`, where `Name` is letters and starts with an upper-case one: Lambda files
    /// anything else under `Runtime.Unknown`.
    package let type: String
    /// For the operator: what was attempted and what happened.
    package let message: String

    /// An error of type `Function.NAME`. Only the ASCII letters of `name` are kept, for the type becomes a header's
    /// value.
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

    /// Appends the body of `/error` and `/init/error`: `{"errorType","errorMessage","stackTrace"}`.
    func writeBody(to out: inout ByteBuffer) {
        let body: JSONValue = [
            "errorType": .string(type), "errorMessage": start(of: message, Self.maximumMessageLength), "stackTrace": [],
        ]
        body.write(to: &out)
    }

    /// Appends the value of the X-Ray header: one line of ASCII, as header values must be.
    func writeXRayCause(to out: inout ByteBuffer) {
        let exception: JSONValue = ["type": .string(type), "message": start(of: message, 2048), "stack": []]
        let cause: JSONValue = ["working_directory": "/var/task", "exceptions": [exception], "paths": []]
        out.append(asciiOf: cause)
    }

    private func start(of text: String, _ bytes: Int) -> JSONValue {
        .string(String(decoding: text.utf8.prefix(bytes), as: UTF8.self))
    }
}
