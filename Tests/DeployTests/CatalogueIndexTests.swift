import Foundation
import JSON
import Schools
import Support
import Testing

/// The index that the operator makes is the one that the functions read.
@Suite struct CatalogueIndexTests {
    @Test("the template's index is the functions'") func template() throws {
        let lines = String(decoding: try Parts.file("Sources/Deploy/template.yaml"), as: UTF8.self)
            .split(separator: "\n").map { $0.trimmingCharacters(in: .whitespaces) }
        let list = try #require(lines.first { $0.hasPrefix("NonKeyAttributes: [") }).dropFirst(19).dropLast()
        #expect(list.components(separatedBy: ", ").sorted() == CatalogueIndex.attributes.sorted())
        #expect(lines.contains { $0.hasSuffix("- IndexName: \(CatalogueIndex.name)") })
    }

    @Test("the index that the runbook gives to other tables is the same") func other() throws {
        let updates = try JSONValue(parsing: Parts.file("Sources/Deploy/catalogue-index.json")).array
        let index = try #require(updates?.first?["Create"])
        #expect(index["IndexName"]?.string == CatalogueIndex.name)
        let attributes = index["Projection"]?["NonKeyAttributes"]?.array?.compactMap(\.string)
        #expect(attributes?.sorted() == CatalogueIndex.attributes.sorted())
    }
}
