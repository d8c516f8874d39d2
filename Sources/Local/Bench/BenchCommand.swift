enum BenchCommand {
    static func run(_ arguments: [String]) throws -> Int32 { throw Problem("to come") }
}
