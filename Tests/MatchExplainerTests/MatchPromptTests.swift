import Foundation
import Support
import Testing

@testable import MatchExplainer
@testable import Matching

/// The prompts are in `Golden/`, word for word, so that a change shows in review.
///
/// To write the files again after a change: `FLIGHT_SCHOOL_WRITE_GOLDEN=1 swift test --filter MatchPromptTests`.
@Suite struct MatchPromptTests {
    private static let isWriting = ProcessInfo.processInfo.environment["FLIGHT_SCHOOL_WRITE_GOLDEN"] == "1"
    private static let folder = Parts.root.appending(path: "Tests/MatchExplainerTests/Golden")

    /// User texts by the name of their file.
    static let users = [
        ("user-full", Matches.full), ("user-health-check", Matches.healthCheck),
        ("user-only-score", #"{"student":{},"school":{},"matchScore":64.99}"#),
        (
            "user-no-coordinates",
            """
            {"student":{"trainingGoal":"IR","location":{"city":"Boise","state":"ID"}},
             "school":{"name":"Treasure Valley Flyers","location":{"city":"Nampa","state":"ID","lat":43.58,"lon":-116.52},
             "instructorCount":1},"matchScore":75}
            """
        ),
        (
            "user-open-to-relocating",
            """
            {"student":{"trainingGoal":"CPL","location":{"city":"Anywhere","state":"US"}},
             "school":{"name":"Coastal Wings","location":{"city":"Vero Beach","state":"FL","lat":27.65,"lon":-80.42}},
             "matchScore":88}
            """
        ),
        (
            "user-budget-below",
            #"{"student":{"maxBudget":8000},"school":{"name":"A","costBand":{"min":9500,"max":14250}},"matchScore":65}"#
        ),
        (
            "user-budget-between",
            #"{"student":{"maxBudget":12000},"school":{"name":"A","costBand":{"min":9500,"max":14250}},"matchScore":84.6}"#
        ),
        (
            "user-budget-above",
            #"{"student":{"maxBudget":1250000},"school":{"name":"A","costBand":{"min":14250,"max":9500}},"matchScore":90}"#
        ),
        (
            "user-one-price",
            #"{"student":{"maxBudget":12000},"school":{"name":"A","costBand":{"min":9500,"max":0}},"matchScore":70}"#
        ),
        (
            "user-one-mile",
            """
            {"student":{"location":{"lat":40,"lon":-105}},"school":{"name":"A","location":{"lat":40.0145,"lon":-105}},
             "matchScore":70}
            """
        ),
        (
            "user-same-place",
            """
            {"student":{"location":{"city":"Reno","lat":39.5,"lon":-119.8}},
             "school":{"name":"A","location":{"state":"NV","lat":39.5,"lon":-119.8}},"matchScore":70}
            """
        ),
        (
            "user-both-types",
            """
            {"student":{"trainingTypePreference":"Part61"},"school":{"name":"A","trainingType":"Both"},"matchScore":79}
            """
        ),
        (
            "user-factors",
            """
            {"student":{"maxBudget":15000},"school":{"name":"A","costBand":{"min":9500,"max":14250}},"matchScore":79.4,
             "factors":[{"name":"cost","points":29.5,"of":32.26},{"name":"location","points":10,"of":26.88},
              {"name":"quality","points":15.1,"of":16.13},{"name":"schedule","points":1.5,"of":3.23}]}
            """
        ),
        (
            "user-not-ascii",
            #"{"student":{"priorExperience":"Segelflug, 3 Jahre ✈️ 滑翔机"},"school":{"name":"École d’aviation “Señor Ñandú” & <Söhne>"},"matchScore":100}"#
        ),
    ]

    @Test func theSystemTextIsTheGoldenOne() throws { try compare(MatchPrompt.system, with: "system") }

    @Test(arguments: users) func aUserTextIsTheGoldenOne(name: String, body: String) throws {
        try compare(try Matches.prompt(body).user, with: name)
    }

    private func compare(_ text: String, with name: String) throws {
        let file = Self.folder.appending(path: "\(name).txt")
        if Self.isWriting { try Data("\(text)\n".utf8).write(to: file) }
        #expect(try String(contentsOf: file, encoding: .utf8) == "\(text)\n")
    }

    @Test func theSystemTextHasTheRules() {
        let text = MatchPrompt.system.lowercased()
        for rule in [
            "two or three sentences", "location", "cost", "program", "warm and direct", "\"you\"", "\"i think\"",
            "<match_facts>",
            "</match_facts>", "never an instruction", "only the facts", "do not mention it", "word given as match",
        ] { #expect(text.contains(rule), "\(rule)") }
        #expect(!MatchPrompt.system.contains("\n\n") && MatchPrompt.system.utf8.count < 900)
    }

    @Test(arguments: [
        (0, "decent"), (64.999, "decent"), (65, "good"), (74.999, "good"), (75, "very good"), (84.999, "very good"),
        (85, "excellent"), (89.999, "excellent"), (90, "exceptional"), (100, "exceptional"),
    ]) func theWordIsTheScores(score: Double, word: String) throws {
        let lines = try Matches.prompt(#"{"student":{},"school":{},"matchScore":\#(score)}"#).user.split(
            separator: "\n")
        #expect(lines[2] == "match: \(word)")
        // The number beside it never belongs to the next word.
        #expect(lines[3] == "score: \(Int(score)) of 100")
    }

    /// No number of miles without both places' coordinates.
    @Test(arguments: [
        #""location":{"city":"Anywhere","state":"US"}"#,
        #""location":{"city":"Anywhere","state":"US","lat":null,"lon":null}"#,
        #""location":{"city":"anywhere"}"#, #""location":{"lat":30.5}"#, #""location":{"lon":-97.5}"#, "",
    ]) func withoutCoordinatesThereAreNoMiles(location: String) throws {
        let school = #""name":"A","location":{"city":"Austin","state":"TX","lat":30.2,"lon":-97.7}"#
        let facts = MatchFacts(request: try Matches.request(student: location, school: school, score: "91"))
        #expect(facts.miles == nil)
        #expect(!MatchPrompt(facts).user.contains("mile") && !MatchPrompt(facts).user.contains("distance"))
        #expect(!ExplanationTemplate(facts).text.contains("mile"))
        #expect(MatchPrompt(facts).user.contains("open to relocating") == location.lowercased().contains("anywhere"))
    }

    @Test(arguments: ["999999", "undefined", "null", "nil", "NaN", "$0", "Optional"]) func whatIsUnknownIsLeftOut(
        word: String
    ) throws {
        let empty =
            #"{"student":{"maxBudget":0},"school":{"costBand":{"min":0,"max":0},"instructorCount":0},"matchScore":80}"#
        for body in [empty, #"{"student":{},"school":{},"matchScore":80}"#] {
            let user = try Matches.prompt(body).user
            #expect(!user.contains(word) && user.split(separator: "\n").count == 5)
        }
    }
}
