/// The options and operands of a command line: `--name`, `--name VALUE`, `--name=VALUE`, and everything else.
package struct Arguments {
    package private(set) var operands: [String] = []
    private var values: [String: [String]] = [:]
    private var flags: Set<String> = []

    /// Reads `arguments`. `options` take a value, `switches` do not. After `--` everything is an operand.
    package init(
        _ arguments: [String], command: String, options: Set<String>, switches: Set<String>
    ) throws(UsageError) {
        var rest = arguments[...]
        while let argument = rest.popFirst() {
            guard argument.hasPrefix("-"), argument != "-" else {
                operands.append(argument)
                continue
            }
            if argument == "--" {
                operands += rest
                return
            }
            let pair = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            if switches.contains(argument) {
                flags.insert(argument)
            } else if options.contains(pair[0]) {
                guard let value = pair.count == 2 ? pair[1] : rest.popFirst(), !value.isEmpty else {
                    throw UsageError("\(pair[0]) needs a value (see local \(command) --help)")
                }
                values[pair[0], default: []].append(value)
            } else {
                throw UsageError("\(argument) is no option of \(command) (see local \(command) --help)")
            }
        }
    }

    /// Returns whether the switch was given.
    package func has(_ name: String) -> Bool { flags.contains(name) }

    /// The value of an option: the last one if it was given several times.
    package subscript(name: String) -> String? { values[name]?.last }

    /// Returns all values of an option that may be repeated.
    package func all(_ name: String) -> [String] { values[name] ?? [] }

    /// Returns the value of an option that must be a whole number in `range`.
    package func integer(_ name: String, in range: ClosedRange<Int>) throws(UsageError) -> Int? {
        guard let text = self[name] else { return nil }
        guard let number = Int(text), range.contains(number) else {
            throw UsageError(
                "\(name) \(text): a whole number from \(range.lowerBound) to \(range.upperBound) is needed")
        }
        return number
    }
}
