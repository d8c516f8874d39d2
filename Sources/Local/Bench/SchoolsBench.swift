import AWSClient
import EmbeddedAWS

/// What is measured of GetSchools.
struct SchoolsBench {
    let package: FunctionPackage
    /// The sample schools; larger tables repeat them under new ids.
    let schools: [Item]
    /// The events that are sent.
    let options: [UInt8]
    let listing: [UInt8]

    func starts() throws -> BenchSubject.Starts {
        try subject(schools, caches: true).starts([("OPTIONS", options), ("listing", listing)])
    }

    func measurements() throws -> [BenchSubject.Measurement] {
        var all = [try subject(schools, caches: true).measure("OPTIONS", options)]
        for count in [schools.count, 40, 500, 5000] {
            let items = Self.repeated(schools, count: count)
            for caches in [true, false] {
                let name = "\(count) schools, \(caches ? "cached" : "uncached")"
                all.append(try subject(items, caches: caches).measure(name, listing))
            }
        }
        return all
    }

    /// The first `count` items, repeated under new ids where there are not so many.
    static func repeated(_ items: [Item], count: Int) -> [Item] {
        (0..<count).map { number in
            var item = items[number % items.count]
            let id = String(number + 1)
            item.attributes.removeAll { $0.name == "schoolId" }
            let padded = String(repeating: "0", count: max(0, 5 - id.count)) + id
            item.attributes.insert(("schoolId", .s("school-\(padded)")), at: 0)
            return item
        }
    }

    /// With a cache that never ends in a measurement, or none.
    private func subject(_ items: [Item], caches: Bool) -> BenchSubject {
        BenchSubject(
            function: "GetSchools", package: package, schools: items,
            variables: [("SCHOOLS_CACHE_SECONDS", caches ? "3600" : "0")])
    }
}
