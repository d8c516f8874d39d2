import APIGateway
import JSON

/// The body of `POST /explain-match`: a student, a school and how well they match. Every field inside the two may be
/// missing, and then stays unknown.
package struct MatchRequest: Sendable {
    package var student: Student
    package var school: MatchedSchool
    /// 0 to 100.
    package var score: Double
    /// What the score is made of; empty if the caller does not say.
    package var factors: [FactorPoints] = []

    package struct Student: Sendable {
        package var trainingGoal: String?
        /// Dollars.
        package var maxBudget: Double?
        package var location = Place()
        package var trainingTypePreference: String?
        package var priorExperience: String?
    }

    package struct MatchedSchool: Sendable {
        package var schoolID: String?
        package var name: String?
        package var location = Place()
        /// Dollars.
        package var minimumCost: Double?
        package var maximumCost: Double?
        package var primaryProgram: String?
        package var trainingType: String?
        package var instructorCount: Double?
    }

    package struct Place: Sendable {
        package var city: String?
        package var state: String?
        /// Degrees.
        package var latitude: Double?
        package var longitude: Double?
    }

    /// Bytes that a decoded body may have at most.
    private static let maximumBytes = 16_384

    /// Reads a body. It is an error, which names the field, if a value is not allowed.
    package init(_ body: [UInt8]?) throws(HTTPError) {
        guard let body, !body.isEmpty else {
            throw HTTPError(.badRequest, "The body is missing: student, school and matchScore are required")
        }
        guard body.count <= Self.maximumBytes else {
            throw HTTPError(.badRequest, "The body is larger than \(Self.maximumBytes) bytes")
        }
        guard let value = try? JSONValue(parsing: body), value.members != nil else {
            throw HTTPError(.badRequest, "The body is not a JSON object")
        }
        let fields = MatchFields(value)
        let student = try fields.required("student")
        let school = try fields.required("school")
        guard let score = try fields.number("matchScore", 0...100) else {
            throw HTTPError(.badRequest, "The field matchScore is missing: it must be a number from 0 to 100")
        }
        self.score = score
        factors = try FactorPoints.all(of: fields)
        self.student = Student(
            trainingGoal: try student.text("trainingGoal"), maxBudget: try student.amount("maxBudget"),
            location: try Place(student), trainingTypePreference: try student.text("trainingTypePreference"),
            priorExperience: try student.text("priorExperience"))
        let band = try school.object("costBand")
        self.school = MatchedSchool(
            schoolID: try school.text("schoolId"), name: try school.text("name"), location: try Place(school),
            minimumCost: try band.amount("min"), maximumCost: try band.amount("max"),
            primaryProgram: try school.text("primaryProgram"), trainingType: try school.text("trainingType"),
            instructorCount: try school.count("instructorCount"))
    }
}

extension MatchRequest.Place {
    /// The member `location` of `owner`.
    init(_ owner: MatchFields) throws(HTTPError) {
        let fields = try owner.object("location")
        city = try fields.text("city")
        state = try fields.text("state")
        latitude = try fields.number("lat", -90...90)
        longitude = try fields.number("lon", -180...180)
    }

    /// Returns the miles to `other`, or nil unless both places have both coordinates.
    func miles(to other: Self) -> Double? {
        guard let latitude, let longitude, let otherLatitude = other.latitude, let otherLongitude = other.longitude
        else { return nil }
        return Haversine.miles(from: (latitude, longitude), to: (otherLatitude, otherLongitude))
    }
}
