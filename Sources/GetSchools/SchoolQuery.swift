import APIGateway
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
