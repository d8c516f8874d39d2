import Testing

@testable import AWSClient

@Suite struct DynamoNumberTests {
    @Test func ordersByValueWithAllDigits() throws {
        let ascending = [
            "-9.9e125", "-12345678901234567890123456789012345678", "-12345678901234567890123456789012345677", "-1",
            "-0.1",
            "-1e-130", "0", "1e-130", "0.0999", "1e-1", "1", "1.0000000000000000000000000000000000001", "9", "10",
            "1.1e1",
            "9.99e125",
        ]
        for (a, b) in zip(ascending, ascending.dropFirst()) {
            #expect(try DynamoNumber(a) < DynamoNumber(b), "\(a) < \(b)")
            #expect(try !(DynamoNumber(b) < DynamoNumber(a)), "\(b) < \(a)")
        }
    }

    @Test(arguments: [
        ("4.70", "4.7"), ("0", "-0.000"), ("1e2", "100"), ("+5", "5"), ("00012", "12"), (".5", "0.5"), ("5.", "5"),
    ])
    func equalsByValueAndKeepsItsText(a: String, b: String) throws {
        #expect(try DynamoNumber(a) == DynamoNumber(b))
        #expect(try DynamoNumber(a).text == a)
    }

    @Test(arguments: [
        "", "-", "x", "1x", "1e", "1e1.5", "0x10", "NaN", "Infinity", "1 ", " 1", "1..2", "--1", "1e126", "1e-131",
        "123456789012345678901234567890123456789", "1e99999999999999999999",
    ])
    func refusesWhatIsNoNumber(text: String) {
        #expect(throws: DynamoNumber.Invalid.self) { try DynamoNumber(text) }
    }

    @Test func thirtyEightDigitsAndTrailingZerosFit() throws {
        let most = try DynamoNumber("99999999999999999999999999999999999999")
        let large = try DynamoNumber("1000000000000000000000000000000000000000000000")
        let small = try DynamoNumber("0.000000000000000000000000000000000000000000001")
        #expect(small < most && most < large)
    }
}
