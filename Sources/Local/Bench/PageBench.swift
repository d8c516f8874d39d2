import AWSClient
import Bytes
import JSON
import Schools

/// The hot path of a listing that is read: the bytes of a Scan's page in, the schools' JSON out. No process and no
/// network: the same code that the function links, compiled with the same optimiser.
enum PageBench {
    struct Measurement {
        let pageBytes: Int
        /// The median.
        let milliseconds: Double
    }

    /// Nearly the bytes of a page: of the sample schools, of DynamoDB's largest pages, and of a whole response.
    static let pageSizes = [300_000, 1_000_000, 6_000_000]
    static let repetitions = 101

    static func measurements(_ schools: [Item]) throws -> [Measurement] {
        try pageSizes.map { size in
            let page = page(of: schools, bytes: size)
            let times = try (0..<repetitions).map { _ in try milliseconds(page) }
            return Measurement(pageBytes: page.count, milliseconds: times.percentile(50))
        }
    }

    private static func page(of schools: [Item], bytes: Int) -> [UInt8] {
        var out = ByteBuffer()
        out.append("{\"Count\":1,\"Items\":[")
        var number = 0
        while out.count < bytes {
            if number > 0 { out.append(UInt8(ascii: ",")) }
            schools[number % schools.count].write(to: &out)
            number += 1
        }
        out.append("],\"ScannedCount\":1}")
        return out.array()
    }

    private static func milliseconds(_ page: [UInt8]) throws -> Double {
        var decoder = SchoolDecoder()
        var schools: [School] = []
        let start = Instant.now()
        try page.withUnsafeBytes { bytes in
            var reader = JSONReader(bytes)
            try reader.readObject { name, reader in
                guard name == "Items" else {
                    try reader.skipValue()
                    return
                }
                try reader.readArray { schools.append(try decoder.decode(&$0)) }
            }
        }
        return Instant.now().fractionalMilliseconds(since: start)
    }
}
