import JSON
import Testing

@testable import AWSClient

/// Which numbers DynamoDB keeps, and what they take.
@Suite struct DynamoDBNumberTests {
    @Test(arguments: [
        "0", "-0.000", "1e-130", "-1e-130", "9.9999999999999999999999999999999999999e125", "1E125",
        "99999999999999999999999999999999999999", "1000000000000000000000000000000000000000000000",
        "0.000000000000000000000000000000000000000000001", "123456789012345678901234567890123456780", "0e999",
    ]) func keeps(text: String) throws { #expect(try #require(ExactDecimal(text)).dynamoDBFault == nil) }

    @Test(arguments: [
        ("1e126", "overflow"), ("-99999e122", "overflow"), ("1e-131", "underflow"), ("-0.1e-130", "underflow"),
        ("123456789012345678901234567890123456789", "38"), ("0.123456789012345678901234567890123456789", "38"),
    ]) func refuses(text: String, reason: String) throws {
        #expect(try #require(ExactDecimal(text)).dynamoDBFault?.contains(reason) == true)
    }

    @Test(arguments: [("0", 1), ("1", 2), ("12", 2), ("-12", 3), ("1200", 2), ("123", 3), ("0.001", 2)])
    func takesBytes(text: String, size: Int) throws { #expect(try #require(ExactDecimal(text)).dynamoDBSize == size) }
}
