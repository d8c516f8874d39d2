import Ranking

extension Catalogue: MatchCatalogue {
    var count: Int { rows.count }

    func precedes(_ a: Int, _ b: Int) -> Bool { SchoolOrder().precedes(place(a), place(b)) }

    func index(of id: String) -> Int? { row(of: id) }
}
