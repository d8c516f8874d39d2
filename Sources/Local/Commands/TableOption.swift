import Terminal

/// A table's name on the command line.
enum TableOption {
    /// Returns the value of `option`. It is an error if it is missing, or cannot be a table's name.
    static func name(
        _ arguments: Arguments, command: String, _ option: String = "--table"
    ) throws(UsageError) -> String {
        guard let name = arguments[option] else {
            throw UsageError("\(command) needs \(option) NAME (see local \(command) --help)")
        }
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_.-".utf8.contains(byte)
        }
        guard isName, (3...255).contains(name.utf8.count) else {
            throw UsageError("\(option) \(name.prefix(60)): a table's name is 3 to 255 letters, digits, _ . and -")
        }
        return name
    }

    /// How the commands on tables find the service, for their help.
    static let environment = """
        Region, keys and endpoint: AWS_REGION, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN,
        AWS_ENDPOINT_URL, AWS_ENDPOINT_URL_DYNAMODB, AWS_CA_BUNDLE.
        """
}
