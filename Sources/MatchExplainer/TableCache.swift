import AWSClient
import Bytes
import JSON

/// The texts that all instances share: a DynamoDB table with the key `cacheKey` and the TTL attribute `expiresAt`.
struct TableCache {
    let dynamoDB: DynamoDB
    let name: String
    /// How long a text is kept.
    let seconds: Int

    struct Entry {
        let text: String
        let secondsLeft: Int
    }

    /// Returns the entry under `key`, or nil if there is none or its time is over: DynamoDB removes expired items days later.
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

    /// Stores `text` in place of an older one.
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
