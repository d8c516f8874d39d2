import JSON

/// The JSON that a function posts to `/error` and `/init/error`.
enum FunctionErrorBody {
    /// Its `errorMessage`, or the start of the body if it has none.
    static func message(_ body: [UInt8]) -> String {
        (try? JSONValue(parsing: body))?["errorMessage"]?.string ?? String(decoding: body.prefix(500), as: UTF8.self)
    }
}
