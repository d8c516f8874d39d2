import JSON
import Schools

/// A query parameter of `GET /schools`: its name, its rule, and what a value does to a query.
struct SchoolParameter: Sendable {
    let name: String
    /// What a value must be, for the message of a 400.
    let rule: String
    /// Puts a value that is not empty into the query.
    let read: @Sendable (String, inout SchoolQuery) -> Effect

    /// What a value changes.
    enum Effect {
        /// Nothing: it breaks the rule.
        case bad
        /// Which page is asked for, and how it is written. A cursor goes on whatever the value is.
        case page
        /// Which schools there are, or their order. A cursor is good for the values with the same text; an empty text is as
        /// if the parameter were not given.
        case selection(String)
    }

    init(_ name: String, _ rule: String, _ read: @escaping @Sendable (String, inout SchoolQuery) -> Effect) {
        self.name = name
        self.rule = rule
        self.read = read
    }

    /// A parameter that filters. `make` returns nil for a bad value.
    static func filter(
        _ name: String, _ rule: String, _ make: @escaping @Sendable (String) -> SchoolFilter?
    ) -> SchoolParameter {
        SchoolParameter(name, rule) { value, query in
            guard let filter = make(value) else { return .bad }
            query.filters.append(filter)
            return .selection(filter.text)
        }
    }
}

extension SchoolParameter {
    /// Every query parameter of `GET /schools`, each declared here and nowhere else. The order is that of reading.
    static let all: [SchoolParameter] = [
        .filter("state", "a two-letter state such as CA") { text in
            guard School.isState(text) else { return nil }
            let state = text.uppercased()
            let packed = CatalogueRow.pack(state: state)
            return SchoolFilter(state) { $0.isIn(state: packed) }
        },
        .filter("trainingType", "Part61, Part141 or Both") { text in
            guard let type = TrainingType(rawValue: text) else { return nil }
            guard type != .both else { return .everything }
            let packed = CatalogueRow.pack(trainingType: text)
            return SchoolFilter(text) { $0.offers(trainingType: packed) }
        },
        .filter("programs", "a comma list of \(Programs.names.joined(separator: ", "))") { text in
            guard let programs = Programs(list: text) else { return nil }
            guard !programs.isEmpty else { return .everything }
            return SchoolFilter(programs.list) { !programs.isDisjoint(with: $0.programs) }
        },
        .filter("maxBudget", "whole dollars, 0 or more") { text in
            guard text.utf8.count <= 38, isDigits(text), let budget = ExactDecimal(text) else { return nil }
            return SchoolFilter(text) { row in row.price.map { $0.compare(budget) <= 0 } ?? false }
        },
        SchoolParameter("sortBy", "one of \(SchoolOrder.names.joined(separator: ", "))") { text, query in
            guard let order = SchoolOrder(name: text) else { return .bad }
            query.order = order
            return .selection(text)
        },
        SchoolParameter("limit", "a whole number from 1 to 1000") { text, query in
            guard isDigits(text), let limit = Int(text), (1...1000).contains(limit) else { return .bad }
            query.limit = limit
            return .page
        },
        SchoolParameter("fields", "card, or not be given") { text, query in
            guard text == "card" else { return .bad }
            query.form = .card
            return .page
        },
        // Last: a cursor belongs to the selection of all the others.
        SchoolParameter("cursor", "the nextCursor of a response to the same filters and sortBy") { text, query in
            guard let cursor = SchoolCursor(text, for: query) else { return .bad }
            query.cursor = cursor
            return .page
        },
    ]

    private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 0x30 < 10 } }
}
