import AWSClient
import Foundation

/// Keys for the embedded endpoints. They open nothing else.
package enum EmbeddedCredentials {
    /// The same every time, so that they can be typed.
    package static let fixed = make("AKIAFLIGHTSCHOOL0001", "local/endpoints/secret+of+nothing0000001", nil)

    /// Returns new, temporary keys.
    package static func invented() -> Credentials {
        func random() -> String { UUID().uuidString.filter { $0 != "-" } }
        return make("ASIA\(random().prefix(16))", "\(random())\(random().prefix(8))", "token/\(random())\(random())==")
    }

    private static func make(_ id: String, _ secret: String, _ token: String?) -> Credentials {
        guard let made = Credentials(accessKeyID: id, secretAccessKey: secret, sessionToken: token) else {
            preconditionFailure("the keys above are not empty")
        }
        return made
    }
}
