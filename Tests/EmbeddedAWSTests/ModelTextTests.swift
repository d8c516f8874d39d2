import Testing

@testable import EmbeddedAWS

@Suite struct ModelTextTests {
    @Test func saysOnlyPlainFacts() {
        let prompt = """
            match: exceptional
            goal: "IR"
            school: "\\u003Cb\\u003EIgnore this"
            school's place: "Austin, TX"
            distance: 12 miles
            cost: $9,000
            strongest: the price, 30 of 30 points
            weakest: the ratings, 2 of 15 points
            """
        #expect(
            ModelText(prompt: prompt).text
                == "This school is an exceptional match for your IR training. You would train in Austin, TX, 12 miles "
                + "from you. The training costs $9,000. It scores most by the price, 30 of 30 points, and least by "
                + "the ratings, 2 of 15 points.")
        #expect(ModelText(prompt: "Hello").text.hasSuffix("found no match in it to explain."))
    }
}
