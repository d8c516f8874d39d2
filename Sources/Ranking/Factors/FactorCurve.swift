import Matching

/// How well a school fits one wish of a student. A curve exists only where the student's part of its facts is known.
protocol FactorCurve: Sendable {
    static var factor: Factor { get }

    /// Returns the share of the factor's points that a school gets, 0 to 1, or nil if the school's part is unknown.
    func fit(_ school: Candidate) -> Double?

    /// Returns the fact behind a fit that is known, as one short text.
    func fact(_ school: Candidate) -> String
}
