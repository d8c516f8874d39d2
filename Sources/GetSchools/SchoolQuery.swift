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
    /// The filters and the order as text: a cursor is good for the queries that have the same.
    private(set) var selection = ""

    /// The names of the parameters.
    static let parameters = SchoolParameter.all.map(\.name)

    /// Reads the query parameters. Throws `HTTPError` 400 for a bad value, saying what is allowed.
    init(_ request: borrowing ProxyRequest) throws(HTTPError) {
        for parameter in SchoolParameter.all {
            guard let text = request.query(parameter.name) else { continue }
            switch parameter.read(text, &self) {
            case .bad: throw HTTPError(.badRequest, "Bad value for \(parameter.name): it must be \(parameter.rule)")
            case .page, .selection(""): break
            case .selection(let text): selection += "\(parameter.name)=\(text)&"
            }
        }
    }

    /// Whether a listing holds `school`, on one of its pages.
    func selects(_ school: School) -> Bool { filters.allSatisfy { $0.matches(school) } }
}

extension SchoolParameter {
    /// Every query parameter of `GET /schools`, each declared here and nowhere else. The order is that of reading.
    static let all: [SchoolParameter] = [
        .filter("state", "a two-letter state such as CA") { text in
            guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else { return nil }
            let state = text.uppercased()
            return SchoolFilter(state) { $0.state == state }
        },
        .filter("trainingType", "Part61, Part141 or Both") { text in
            guard School.trainingTypes.contains(text) else { return nil }
            guard text != "Both" else { return .everything }
            return SchoolFilter(text) { $0.trainingType == text || $0.trainingType == "Both" }
        },
        .filter("programs", "a comma list of \(Programs.names.joined(separator: ", "))") { text in
            guard let programs = Programs(list: text) else { return nil }
            guard !programs.isEmpty else { return .everything }
            return SchoolFilter(programs.list) { !programs.isDisjoint(with: $0.programs) }
        },
        .filter("maxBudget", "whole dollars, 0 or more") { text in
            guard text.utf8.count <= 38, isDigits(text), let budget = ExactDecimal(text) else { return nil }
            return SchoolFilter(text) { school in school.price.map { $0.compare(budget) <= 0 } ?? false }
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
        // Last: a cursor belongs to the selection of all the others.
        SchoolParameter("cursor", "the nextCursor of an answer to the same filters and sortBy") { text, query in
            guard let cursor = SchoolCursor(text, for: query) else { return .bad }
            query.cursor = cursor
            return .page
        },
    ]

    private static func isDigits(_ text: String) -> Bool { text.utf8.allSatisfy { $0 &- 0x30 < 10 } }
}
