import Terminal

/// The name of a table on the command line.
enum TableOption {
    /// The value of `option`. Throws `Problem` for a missing one, and for what is no table's name.
    static func name(_ arguments: Arguments, command: String, _ option: String = "--table") throws(Problem) -> String {
        guard let name = arguments[option] else {
            throw Problem("\(command) needs \(option) NAME (see local \(command) --help)")
        }
        let isName = name.utf8.allSatisfy { byte in
            (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20) || "_.-".utf8.contains(byte)
        }
        guard isName, (3...255).contains(name.utf8.count) else {
            throw Problem("\(option) \(name.prefix(60)): a table's name is 3 to 255 letters, digits, _ . and -")
        }
        return name
    }
}
