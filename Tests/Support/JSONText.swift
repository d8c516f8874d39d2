import JSON

/// Returns the value that JSON text means.
package func json(_ text: String) throws -> JSONValue { try JSONValue(parsing: Array(text.utf8)) }
