import APIGateway

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

    package init(student: Student, school: MatchedSchool, score: Double) {
        self.student = student
        self.school = school
        self.score = score
    }

    /// Reads a body. It is an error, which names the field, if a value is not allowed.
    package init(_ body: [UInt8]?) throws(HTTPError) {
        let fields = try MatchFields(body: body, "student, school and matchScore are required")
        let student = try fields.required("student")
        let school = try fields.required("school")
        score = try fields.requiredNumber("matchScore", 0...100)
        factors = try FactorPoints.all(of: fields)
        self.student = try Student(student)
        self.school = try MatchedSchool(school)
    }
}

extension MatchRequest.Student {
    /// Reads the members of a student that an explanation is about.
    package init(_ fields: MatchFields) throws(HTTPError) {
        trainingGoal = try fields.text("trainingGoal")
        maxBudget = try fields.amount("maxBudget")
        location = try MatchRequest.Place(fields)
        trainingTypePreference = try fields.text("trainingTypePreference")
        priorExperience = try fields.text("priorExperience")
    }
}

extension MatchRequest.MatchedSchool {
    /// Reads the members of a school that an explanation is about.
    package init(_ fields: MatchFields) throws(HTTPError) {
        let band = try fields.object("costBand")
        schoolID = try fields.text("schoolId")
        name = try fields.text("name")
        location = try MatchRequest.Place(fields)
        minimumCost = try band.amount("min")
        maximumCost = try band.amount("max")
        primaryProgram = try fields.text("primaryProgram")
        trainingType = try fields.text("trainingType")
        instructorCount = try fields.count("instructorCount")
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

    /// Both coordinates in degrees; nil unless both are known.
    package var coordinates: (latitude: Double, longitude: Double)? {
        guard let latitude, let longitude else { return nil }
        return (latitude, longitude)
    }

    /// Returns the miles to `other`, or nil unless both places have both coordinates.
    func miles(to other: Self) -> Double? {
        guard let coordinates, let others = other.coordinates else { return nil }
        return Haversine.miles(from: coordinates, to: others)
    }
}
