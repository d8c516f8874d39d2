import Foundation
import Support
import Testing

extension IntegrationTests {
    /// Items as real tables hold them, well-formed or not.
    @Suite(.needsPackage, .needsMinistack) struct ItemTests {
        private func run(_ items: [[String: Any]], _ body: (Instance) throws -> Void) throws {
            let ministack = try Ministack.verifying.get()
            let table = try ministack.newTable()
            try ministack.put(table, items)
            try Instance.run(
                [
                    "AWS_ENDPOINT_URL_DYNAMODB": ministack.url, "TABLE_NAME": table, "SCHOOLS_CACHE_SECONDS": "0",
                    "AWS_ACCESS_KEY_ID": "test",
                ], body)
        }

        /// What makes an item malformed: contract §4.
        static var malformed: [(id: String, defect: [String: Any])] {
            [
                ("no-name", [:]), ("null-name", ["name": NSNull()]), ("empty-name", ["name": ""]),
                ("text-min", ["costBand": ["min": "9000"]]), ("text-max", ["costBand": ["min": 9000, "max": "cheap"]]),
                ("text-rating", ["avgRating": "4.5"]),
                ("list-costs", ["costBand": [9000, 12000]]),
                ("text-costs", ["costBand": "9000-12000"]), ("text-fleet", ["fleetSize": "many"]),
            ]
        }

        @Test func leavesMalformedItemsOutAndSaysWhich() throws {
            let good: [String: Any] = ["schoolId": "good", "name": "Good", "state": "CA", "avgRating": 4]
            var items = Self.malformed.map { id, defect in
                var item: [String: Any] = ["schoolId": id, "state": "CA", "avgRating": 4]
                if id != "no-name" { item["name"] = "Named" }
                return item.merging(defect) { $1 }
            }
            items.append(good)
            try run(items) { instance in
                let listing = try instance.answer(Event.list(["sortBy": "price-asc"]))
                #expect(listing.status == 200 && listing.ids == ["good"])
                let warnings = listing.log.filter { $0.contains("WARN") }
                #expect(warnings.count == Self.malformed.count, "\(warnings)")
                for (id, _) in Self.malformed {
                    #expect(warnings.filter { $0.contains("\"\(id)\"") }.count == 1, "\(id)")
                    let one = try instance.answer(Event.school(id))
                    #expect(one.status == 200 && one.json["schoolId"] as? String == id, "\(id)")
                }
                #expect(try instance.answer(Event.list(["state": "CA"])).ids == ["good"])
                #expect(try instance.answer(Event.list(["maxBudget": "10000"])).ids.isEmpty)
            }
        }

        /// A school without a number, or with a null in place of one or of `costBand`, is listed as if the number were 0.
        @Test func takesNullForMissing() throws {
            let items: [[String: Any]] = [
                ["schoolId": "a", "name": "A"],
                ["schoolId": "b", "name": "B", "avgRating": NSNull()],
                ["schoolId": "c", "name": "C", "costBand": ["min": NSNull()], "fleetSize": NSNull()],
                [
                    "schoolId": "d", "name": "D", "costBand": ["min": 1],
                    "fleetDetails": [["count": 2], ["count": 3], [:]],
                ],
                ["schoolId": "e", "name": "E", "costBand": [String: Any](), "fleetSize": 4, "location": NSNull()],
                ["schoolId": "f", "name": "F", "costBand": NSNull()],
            ]
            try run(items) { (instance) throws in
                let listing = try instance.answer(Event.list(["sortBy": "price-desc"]))
                #expect(listing.ids == ["d", "a", "b", "c", "e", "f"], "\(listing.log) \(listing.body)")
                #expect(
                    try instance.answer(Event.list(["sortBy": "fleet-size-desc"])).ids == [
                        "d", "e", "a", "b", "c", "f",
                    ])
                #expect(try instance.answer(Event.list(["maxBudget": "1"])).ids == ["d"])
            }
        }

        @Test func findsBothLayoutsAndAnswersBoth() throws {
            let coordinates: [String: Any] = ["lat": 1, "lng": 2]
            let place: [String: Any] = ["city": "Reno", "state": "NV", "zipCode": "89501", "coordinates": coordinates]
            let items: [[String: Any]] = [
                ["schoolId": "flat", "name": "F", "avgRating": 4].merging(place) { $1 },
                ["schoolId": "nested", "name": "N", "avgRating": 4, "location": place],
                ["schoolId": "flat-unrated", "name": "U"].merging(place) { $1 },
                ["schoolId": "both", "name": "B", "avgRating": 4, "location": place].merging(place) { $1 },
                ["schoolId": "other", "name": "O", "avgRating": 4, "location": ["state": "UT"]],
            ]
            try run(items) { instance in
                let found = try instance.answer(Event.list(["state": "NV"]))
                #expect(found.ids == ["both", "flat", "flat-unrated", "nested"])
                for school in found.schools {
                    #expect(place as NSDictionary == school["location"] as? NSDictionary, "\(school)")
                    for (name, value) in place {
                        #expect((school[name] as? NSObject) == (value as? NSObject), "\(name)")
                    }
                }
            }
        }

        /// A null in one layout hides nothing of the other, by id, in listings and in filters.
        @Test func aNullInOneLayoutIsFilledFromTheOther() throws {
            let coordinates: [String: Any] = ["lat": 1, "lng": 2]
            let place: [String: Any] = ["city": "Reno", "state": "NV", "zipCode": "89501", "coordinates": coordinates]
            let nulls = place.mapValues { _ in NSNull() as Any }
            var items: [[String: Any]] = [
                ["schoolId": "flat-null", "location": place].merging(nulls) { $1 },
                ["schoolId": "nested-null", "location": nulls].merging(place) { $1 },
                ["schoolId": "all-null", "location": nulls].merging(nulls) { $1 },
            ]
            for name in place.keys.sorted() {
                items.append(["schoolId": "flat-\(name)", "location": place].merging([name: NSNull()]) { $1 })
                items.append(
                    ["schoolId": "nested-\(name)", "location": place.merging([name: NSNull()]) { $1 }]
                        .merging(place) { $1 })
            }
            for index in items.indices { items[index]["name"] = "N" }
            try run(items) { instance in
                let found = try instance.answer(Event.list(["state": "nv"]))
                #expect(Set(found.ids) == Set(items.compactMap { $0["schoolId"] as? String }).subtracting(["all-null"]))
                for school in try found.schools + [instance.answer(Event.school("flat-null")).json] {
                    #expect(place as NSDictionary == school["location"] as? NSDictionary, "\(school)")
                    for (name, value) in place { #expect(school[name] as? NSObject == value as? NSObject, "\(school)") }
                }
                let none = try instance.answer(Event.school("all-null")).json
                #expect(none["state"] is NSNull && (none["location"] as? [String: Any])?["state"] is NSNull)
            }
        }

        @Test func keepsDigitsAndText() throws {
            let digits = "1234567890.1234567890123456789012345678"
            let items: [[String: Any]] = [
                [
                    "schoolId": "x", "name": "\u{1F6E9}\u{FE0F} \"école\" \\ \u{7}", "empty": "", "none": [Any](),
                    "exact": try #require(Decimal(string: digits)), "big": try #require(Decimal(string: "1e30")),
                    "programs": ["SS": ["IR", "PPL"]], "flag": true,
                ]
            ]
            try run(items) { instance in
                let answer = try instance.answer(Event.school("x"))
                #expect(answer.body.contains("\"exact\":\(digits)"), "\(answer.body)")
                #expect(answer.json["name"] as? String == items[0]["name"] as? String)
                #expect(answer.json["empty"] as? String == "" && (answer.json["none"] as? [Any])?.isEmpty == true)
                #expect((answer.json["programs"] as? [String]).map(Set.init) == ["IR", "PPL"])
                #expect(answer.body.contains("\"flag\":true"))
                #expect(try instance.answer(Event.list(["programs": "IR"])).ids == ["x"])
            }
        }
    }
}
