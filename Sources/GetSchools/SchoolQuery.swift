import APIGateway
import JSON
import Schools

/// What `GET /schools` is asked for: which schools, in which order, which page of them.
struct SchoolQuery {
    /// The filters that a listing's schools pass, all of them.
    var filters: [SchoolFilter] = []
    var order = SchoolOrder()
    /// The most schools in a response; nil for as many as fit.
    var limit: Int?
    /// Where the page before ended.
    var cursor: SchoolCursor?
    /// How each school is written.
    var form = SchoolForm.whole
    /// The filters and the order as text: a cursor is good for the queries that have the same.
    private(set) var selection = ""
    /// The whole query as text: those with the same get the same listing.
    private(set) var text = ""

    /// The names of the parameters.
    static let parameters = SchoolParameter.all.map(\.name)

    /// Reads the query parameters. Throws `HTTPError` 400 for a bad value, saying what is allowed.
    init(_ request: borrowing ProxyRequest) throws(HTTPError) {
        for parameter in SchoolParameter.all {
            guard let text = request.query(parameter.name) else { continue }
            switch parameter.read(text, &self) {
            case .bad: throw HTTPError(.badRequest, "Bad value for \(parameter.name): it must be \(parameter.rule)")
            case .page: self.text += "\(parameter.name)=\(text)&"
            case .selection(""): break
            case .selection(let text): selection += "\(parameter.name)=\(text)&"
            }
        }
        text += selection
    }

    /// Whether a listing holds the school of `row`, on one of its pages.
    func selects(_ row: CatalogueRow) -> Bool { filters.allSatisfy { $0.matches(row) } }
}

extension SchoolParameter {
    /// Every query parameter of `GET /schools`, each declared here and nowhere else. The order is that of reading.
    static let all: [SchoolParameter] = [
        .filter("state", "a two-letter state such as CA") { text in
            guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else { return nil }
            let state = text.uppercased()
            let packed = CatalogueRow.pack(state: state)
            return SchoolFilter(state) { $0.isIn(state: packed) }
        },
        .filter("trainingType", "Part61, Part141 or Both") { text in
            guard School.trainingTypes.contains(text) else { return nil }
            guard text != "Both" else { return .everything }
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
        SchoolParameter("cursor", "the nextCursor of an answer to the same filters and sortBy") { text, query in
            guard let cursor = SchoolCursor(text, for: query) else { return .bad }
            query.cursor = cursor
            return .page
        },
    ]

    private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 0x30 < 10 } }
}
