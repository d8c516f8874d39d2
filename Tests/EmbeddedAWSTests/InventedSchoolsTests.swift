import AWSClient
import Bytes
import JSON
import Schools
import Support
import Testing

@testable import EmbeddedAWS

@Suite struct InventedSchoolsTests {
    private static func samples() throws -> [Item] { try SampleItems.items(try Parts.file("Events/schools.json")) }

    @Test func theyDifferAndAreTheSameEveryTime() throws {
        let samples = try Self.samples()
        let schools = InventedSchools.items(2000, like: samples)
        #expect(Set(schools.compactMap { $0.string("schoolId") }).count == 2000)
        #expect(Set(schools.compactMap { $0.string("name") }).count == 2000)
        #expect(schools.map(\.size) == InventedSchools.items(2000, like: samples).map(\.size))
        for name in ["costBand", "avgRating", "reviewCount", "location"] {
            let values = schools.compactMap { school in school[name].map { Item([(name, $0)]) } }
            #expect(Set(values.map(Self.text)).count > (name == "avgRating" ? 19 : 200), "\(name)")
        }
        #expect(InventedSchools.items(0, like: samples).isEmpty && InventedSchools.items(5, like: []).isEmpty)
    }

    /// They are well-formed, and have what the samples have.
    @Test func theyAreSchools() throws {
        for school in InventedSchools.items(500, like: try Self.samples()) {
            var wire = ByteBuffer()
            school.write(to: &wire)
            var reader = JSONReader(wire.bytes)
            var decoder = SchoolDecoder()
            let decoded = try decoder.decode(&reader)
            #expect(decoded.defect == nil && decoded.price.map { $0.text.count >= 4 } != false)
        }
    }

    private static func text(_ item: Item) -> String {
        var wire = ByteBuffer()
        item.write(to: &wire)
        return String(decoding: wire.bytes, as: UTF8.self)
    }
}
