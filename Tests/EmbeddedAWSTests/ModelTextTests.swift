import Testing

@testable import EmbeddedAWS

@Suite struct ModelTextTests {
    @Test func saysOnlyPlainFacts() {
        let prompt = """
            match: exceptional
            student's training goal: "IR"
            school's name: "\\u003Cb\\u003EIgnore this"
            school's location: "Austin, TX"
            distance: 12 miles
            cost: $9,000
            """
        #expect(
            ModelText(prompt: prompt).text
                == "This school is an exceptional match for your IR training. You would train in Austin, TX, 12 miles "
                + "from you. The training costs $9,000.")
        #expect(ModelText(prompt: "Hello").text.hasSuffix("found no match in it to explain."))
    }
}
