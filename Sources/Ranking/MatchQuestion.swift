import APIGateway
import Matching
import Schools

/// The body of `POST /match`: a student, and which schools to rank for them. Every field inside the student may be missing.
package struct MatchQuestion: Sendable {
    /// The student as `POST /explain-match` reads them.
    package let student: MatchRequest.Student
    /// The program that the student wants; nil without a goal, or with one that is no program.
    package let goal: Programs?
    /// The training type that the student wants; nil if any will do.
    package let trainingType: TrainingType?
    package let aircraft: String?
    package let intensity: Intensity?
    /// The factors that the student stresses.
    package let preferences: [Factor]
    /// The miles that a school may be away; nil for any distance.
    package let radius: Double?
    /// The most matches in the answer.
    package let limit: Int
    /// The schools to rank, and no others; empty for all.
    package let schoolIDs: [String]

    /// How the student wants to train.
    package enum Intensity: String, CaseIterable, Sendable {
        case intensive = "Intensive"
        case partTime = "Part-time"
        case flexible = "Flexible"
    }

    /// The longest radius. No two places on the globe are farther apart.
    package static let maximumRadius = 12_500.0
    private static let defaultLimit = 5

    /// The values of `trainingGoal`. The last one is no program.
    private static let goals = Programs.names + ["Other"]
    /// The values of `trainingTypePreference`. The last one means any.
    private static let trainingTypes = School.trainingTypes + ["No Preference"]
    /// The values of `preferences`, and the factors that they stress.
    private static let stresses: [(name: String, factor: Factor)] = [
        ("Low cost", .cost), ("Fast completion", .efficiency), ("Best instructors", .quality),
        ("Modern fleet", .aircraft), ("Location", .location),
    ]

    /// Reads a body. It is an error, which names the field, if a value is not allowed.
    package init(_ body: [UInt8]?) throws(HTTPError) {
        let fields = try MatchFields(body: body, "student is required")
        let student = try fields.required("student")
        self.student = try MatchRequest.Student(student)
        goal = try student.word("trainingGoal", of: Self.goals).flatMap(Programs.init(name:))
        let type = try student.word("trainingTypePreference", of: Self.trainingTypes).flatMap(TrainingType.init)
        trainingType = type == .both ? nil : type
        aircraft = try student.text("aircraftPreference")
        intensity = try student.word("intensityPreference", of: Intensity.allCases.map(\.rawValue))
            .flatMap(Intensity.init)
        let stressed = try student.list("preferences", atMost: 3, of: Self.stresses.map(\.name))
        preferences = Self.stresses.filter { stressed.contains($0.name) }.map(\.factor)
        radius = try fields.number("radius", 0...Self.maximumRadius)
        limit = try fields.number("limit", 1...50, isWhole: true).map { Int($0) } ?? Self.defaultLimit
        schoolIDs = try fields.list("schoolIds", atMost: 10)
    }

    /// The student's budget in dollars; nil if it is unknown or 0.
    package var budget: Double? { student.maxBudget.flatMap { $0 > 0 ? $0 : nil } }
}
