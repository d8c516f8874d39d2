/// Why a school is not a match, whatever its score. The cases are in the order of the checks.
package enum Exclusion: String, CaseIterable, Sendable {
    /// The school does not offer the program that the student wants.
    case goal
    /// It is farther away than the radius.
    case radius
    /// Its lowest price is more than 110 % of the budget.
    case budget
}
