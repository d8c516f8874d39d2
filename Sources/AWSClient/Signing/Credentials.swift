/// The keys that a request is signed with. They must reach no log.
package struct Credentials: Sendable, Equatable {
    /// Names the key; no secret, but nothing for a log either.
    package let accessKeyID: String
    /// What signatures are made with.
    package let secretAccessKey: String
    /// Set for temporary keys, as Lambda's always are.
    package let sessionToken: String?

    /// Nil if either key is missing or empty: an emulator passes empty ones.
    package init?(accessKeyID: String?, secretAccessKey: String?, sessionToken: String?) {
        guard let accessKeyID, !accessKeyID.isEmpty, let secretAccessKey, !secretAccessKey.isEmpty else { return nil }
        self.accessKeyID = accessKeyID
        self.secretAccessKey = secretAccessKey
        self.sessionToken = sessionToken?.isEmpty == false ? sessionToken : nil
    }
}
