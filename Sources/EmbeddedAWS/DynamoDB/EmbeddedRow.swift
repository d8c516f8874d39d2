import AWSClient
import Bytes
import Synchronization

extension EmbeddedTable {
    /// An item as it is stored.
    final class Row: Sendable {
        let key: String
        /// The place in a Scan.
        let position: [UInt8]
        private let item: Item
        private let made = Mutex<Content?>(nil)

        /// What a read of the item needs.
        struct Content: Sendable {
            /// The item in DynamoDB's JSON form.
            let wire: [UInt8]
            /// What the item counts towards the bytes of a page.
            let size: Int
        }

        init(_ key: String, at position: [UInt8], _ item: Item) {
            self.key = key
            self.position = position
            self.item = item
        }

        /// Made when the item is first read: most of a large table never is.
        var content: Content {
            made.withLock { made in
                if let made { return made }
                var wire = ByteBuffer()
                item.write(to: &wire)
                let content = Content(wire: wire.array(), size: item.size)
                made = content
                return content
            }
        }
    }
}
