import APIGateway
import Schools

/// What `GET /schools` is asked for: which schools, in which order, which part of them.
struct SchoolQuery: Sendable {
    var filter = SchoolFilter()
    var order = SchoolOrder()
    /// Schools in the answer at most; nil for as many as fit.
    var limit: Int?
    /// Where the page before ended.
    var cursor: SchoolCursor?

    /// The query parameters.
    enum Parameter: String, CaseIterable { case state, trainingType, programs, maxBudget, sortBy, limit, cursor }

    /// The names of the query parameters. The API's description and the template have the same.
    static let parameters = Parameter.allCases.map(\.rawValue)

    init() {}

    /// Reads the query parameters. Throws `HTTPError` 400 for a bad value, saying what is allowed.
    init(_ request: borrowing ProxyRequest) throws(HTTPError) {
        filter = try SchoolFilter(request)
        if let text = request.query(.sortBy) {
            guard let order = SchoolOrder(name: text) else {
                throw Self.bad(.sortBy, "one of \(SchoolOrder.names.joined(separator: ", "))")
            }
            self.order = order
        }
        if let text = request.query(.limit) {
            guard let limit = Int(text), (1...1000).contains(limit), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
                throw Self.bad(.limit, "a whole number from 1 to 1000")
            }
            self.limit = limit
        }
        if let text = request.query(.cursor) {
            guard let cursor = SchoolCursor(text, for: self) else {
                throw Self.bad(.cursor, "the nextCursor of an answer to the same filters and sortBy")
            }
            self.cursor = cursor
        }
    }

    /// The filters and the order in one text: what a cursor belongs to.
    var identity: String { "\(filter.identity)|\(order.name)" }

    static func bad(_ parameter: Parameter, _ allowed: String) -> HTTPError {
        HTTPError(.badRequest, "Bad value for \(parameter.rawValue): it must be \(allowed)")
    }
}

extension ProxyRequest {
    fileprivate func query(_ parameter: SchoolQuery.Parameter) -> String? { query(parameter.rawValue) }
}

/// Which schools a listing selects. All of it must hold.
struct SchoolFilter: Sendable {
    /// Two upper-case letters.
    var state: String?
    var trainingType: TrainingType?
    /// A school with any of them matches; empty selects all.
    var programs: Programs = []
    /// Whole dollars.
    var maxBudget: ExactNumber?

    init() {}

    init(_ request: borrowing ProxyRequest) throws(HTTPError) {
        if let text = request.query(.state) {
            guard text.utf8.count == 2, text.utf8.allSatisfy({ (0x61...0x7A).contains($0 | 0x20) }) else {
                throw SchoolQuery.bad(.state, "a two-letter state such as CA")
            }
            state = text.uppercased()
        }
        if let text = request.query(.trainingType), text != "Both" {
            guard let type = TrainingType(rawValue: text) else {
                throw SchoolQuery.bad(.trainingType, "Part61, Part141 or Both")
            }
            trainingType = type
        }
        if let text = request.query(.programs) {
            for name in text.split(separator: ",") {
                let name = String(name.filter { $0 != " " })
                guard !name.isEmpty else { continue }
                guard let program = Programs(name: name) else {
                    throw SchoolQuery.bad(.programs, "a comma list of \(Programs.names.joined(separator: ", "))")
                }
                programs.insert(program)
            }
        }
        if let text = request.query(.maxBudget) {
            guard text.utf8.count <= 38, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let amount = ExactNumber(text)
            else {
                throw SchoolQuery.bad(.maxBudget, "whole dollars, 0 or more")
            }
            maxBudget = amount
        }
    }

    /// The filter in one text.
    var identity: String {
        "\(state ?? "")|\(trainingType?.rawValue ?? "")|\(programs.rawValue)|\(maxBudget?.text ?? "")"
    }

    /// Whether `school` is selected.
    func matches(_ school: School) -> Bool {
        if let state, school.state != state { return false }
        if let trainingType, school.trainingType != trainingType.rawValue, school.trainingType != "Both" {
            return false
        }
        if !programs.isEmpty, programs.isDisjoint(with: school.programs) { return false }
        if let maxBudget {
            guard let price = school.price, price.compare(maxBudget) <= 0 else { return false }
        }
        return true
    }
}
