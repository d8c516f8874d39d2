import Schools

/// The well-formed schools, which matches are chosen from, each at an index from 0. They do not change while a question is
/// answered.
package protocol MatchCatalogue {
    /// The number of schools.
    var count: Int { get }
    /// The texts that the facts refer to.
    var texts: FactTexts { get }
    func facts(_ index: Int) -> SchoolFacts
    /// Whether the id of the school at `a` comes before that of the one at `b`, by its bytes.
    func precedes(_ a: Int, _ b: Int) -> Bool
    /// The index of the school with that id; nil if there is none.
    func index(of id: String) -> Int?
    func id(_ index: Int) -> String
}
