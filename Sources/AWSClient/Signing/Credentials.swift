/// The keys that a request is signed with. They must not reach a log.
package struct Credentials: Sendable, Equatable {
    package let accessKeyID: String
    package let secretAccessKey: String
    /// Set for temporary keys. Lambda's always are.
    package let sessionToken: String?

    /// Returns nil if either key is missing or empty: an emulator passes empty ones.
    package init?(accessKeyID: String?, secretAccessKey: String?, sessionToken: String?) {
        guard let accessKeyID, !accessKeyID.isEmpty, let secretAccessKey, !secretAccessKey.isEmpty else { return nil }
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken?.isEmpty == false ? sessionToken : nil
    }
}
