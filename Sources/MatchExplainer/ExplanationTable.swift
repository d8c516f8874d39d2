import AWSClient
import Bytes
import JSON

/// The explanations that all instances share: a DynamoDB table with key `cacheKey` and TTL attribute `expiresAt`.
struct ExplanationTable {
    let dynamoDB: DynamoDB
    let name: String
    /// Epoch seconds that an explanation is good for.
    let seconds: Int

    /// An explanation and how many seconds it is still good for.
    struct Entry {
        let text: String
        let secondsLeft: Int
    }

    /// The entry under `key`; nil if there is none, or its time is over: DynamoDB removes expired items days later. Throws
    /// `AWSError`.
    func get(_ key: String, deadline: Instant) throws(AWSError) -> Entry? {
        var item: JSONValue?
        _ = try dynamoDB.getItem(table: name, key: (name: "cacheKey", value: key), deadline: deadline) { reader in
            item = try JSONValue(reading: &reader)
        }
        guard let text = item?["explanation"]?["S"]?.string,
            let expires = item?["expiresAt"]?["N"]?.string.flatMap({ Int($0) })
        else { return nil }
        let now = UTCTime.now().milliseconds / 1000
        return expires > now ? Entry(text: text, secondsLeft: expires - now) : nil
    }

    /// Stores an explanation. Throws `AWSError`.
    func put(_ text: String, for key: String, deadline: Instant) throws(AWSError) {
        let expires = UTCTime.now().milliseconds / 1000 + seconds
        try dynamoDB.putItem(
            table: name,
            item: [
                (name: "cacheKey", value: .object([(name: "S", value: .string(key))])),
                (name: "explanation", value: .object([(name: "S", value: .string(text))])),
                (name: "expiresAt", value: .object([(name: "N", value: .string(String(expires)))])),
            ], deadline: deadline)
    }
}
