/// The command line is wrong. The tool exits with status 2; `description` is one line that says what to do.
package struct UsageError: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}

/// A command that was asked for rightly did not succeed. `description` is one line that says what happened and what to
/// do.
package struct CommandFailure: Error, CustomStringConvertible {
    package let description: String
    package init(_ description: String) { self.description = description }
}
