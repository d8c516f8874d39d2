import AWSClient
import JSON

/// Invented schools, as many as are wanted: each is like one of the samples, under an id and a name of its own, at another
/// place of the same state, with other prices, ratings and counts. The same every time.
package enum InventedSchools {
    /// Returns `count` schools, or none if there is no sample.
    package static func items(_ count: Int, like samples: [Item]) -> [Item] {
        guard !samples.isEmpty else { return [] }
        var random = Random()
        return (0..<count).map { index in
            var school = samples[random.below(samples.count)]
            school["schoolId"] = .s("school-\(index + 1)")
            if let name = school.string("name") { school["name"] = .s("\(name) \(index + 1)") }
            vary(&school, by: &random)
            return school
        }
    }

    private static func vary(_ school: inout Item, by random: inout Random) {
        let hundreds = 60 + random.below(120)
        replace("costBand", of: &school) { band in
            set("min", of: &band, "\(hundreds * 100)")
            set("max", of: &band, "\((hundreds + 20 + random.below(60)) * 100)")
        }
        set("avgRating", of: &school, "\(3 + random.below(2)).\(random.below(10))")
        set("reviewCount", of: &school, "\(random.below(400))")
        set("instructorCount", of: &school, "\(1 + random.below(30))")
        set("yearsInOperation", of: &school, "\(random.below(60))")
        func move(_ place: inout Item) {
            for name in ["lat", "lng"] {
                guard case .n(let value)? = place[name], let degrees = Double(value.text) else { continue }
                let tenThousandths = Int(degrees * 10_000) + random.below(20_000) - 10_000
                set(name, of: &place, "\(Double(tenThousandths) / 10_000)")
            }
        }
        replace("coordinates", of: &school, move)
        replace("location", of: &school) { replace("coordinates", of: &$0, move) }
    }

    /// Changes a map that is there.
    private static func replace(_ name: String, of item: inout Item, _ change: (inout Item) -> Void) {
        guard case .m(var map)? = item[name] else { return }
        change(&map)
        item[name] = .m(map)
    }

    /// Changes a number that is there.
    private static func set(_ name: String, of item: inout Item, _ number: String) {
        guard case .n? = item[name], let number = ExactDecimal(number) else { return }
        item[name] = .n(number)
    }

    /// Numbers that look random (splitmix64).
    private struct Random {
        private var state: UInt64 = 0

        mutating func below(_ bound: Int) -> Int {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return Int((mixed ^ (mixed >> 31)) % UInt64(bound))
        }
    }
}
