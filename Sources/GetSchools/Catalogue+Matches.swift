import Ranking

extension Catalogue: MatchCatalogue {
    var count: Int { rows.count }

    func precedes(_ a: Int, _ b: Int) -> Bool { SchoolOrder().precedes(sortKey(a), sortKey(b)) }

    func index(of id: String) -> Int? { row(of: id) }
}
