import AWSClient
import Bytes
import JSON
import Schools

/// The hot path of an uncached listing by itself: the bytes of a Scan page in, the schools' JSON out. No process, no
/// network: the same code that the function links, compiled with the same optimiser.
enum PageBench {
    /// Of one page size.
    struct Measurement {
        let pageBytes: Int
        /// The median.
        let milliseconds: Double
    }

    /// Pages of that many bytes, nearly: DynamoDB's pages of the sample schools, and what it takes to fill 6 MB.
    static let pageSizes = [300_000, 1_000_000, 6_000_000]
    static let repetitions = 101

    static func measurements(_ schools: [Item]) throws -> [Measurement] {
        try pageSizes.map { size in
            let page = page(of: schools, bytes: size)
            var times = try (0..<repetitions).map { _ in try milliseconds(page) }
            times.sort()
            return Measurement(pageBytes: page.count, milliseconds: times[times.count / 2])
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
        return Double(Instant.now().nanoseconds - start.nanoseconds) / 1e6
    }
}
