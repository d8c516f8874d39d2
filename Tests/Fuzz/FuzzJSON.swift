import Bytes
import JSON

/// Any bytes as JSON: reading past them, a tree of them, and a plain reader agree; what is read is written back the
/// same.
@_cdecl("LLVMFuzzerTestOneInput")
public func fuzzJSON(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    let bytes = UnsafeRawBufferPointer(start: start, count: count)
    let skipped = offsetOfError { reader in _ = try reader.skipValue() }
    var value = JSONValue.null
    let read = offsetOfError { reader in value = try JSONValue(reading: &reader) }
    precondition(skipped == read, "skipValue and JSONValue disagree")
    if let skipped {
        precondition((0...count).contains(skipped), "an error outside the text")
    } else {
        let text = value.text
        let again = try? JSONValue(parsing: Array(text.utf8))
        precondition(again?.text == text, "a value is not written back the same")
    }
    let escaped = JSONEscape.count(bytes)
    var out = ByteBuffer()
    out.append(jsonEscaped: bytes)
    precondition(out.count == escaped, "an escape is counted wrong")
    let text = String(decoding: bytes, as: UTF8.self)
    comesBack(text) { $0.append(jsonString: text) }
    comesBack(text) { $0.append(asciiOf: .string(text)) }
    return 0

    func offsetOfError(_ read: (inout JSONReader) throws -> Void) -> Int? {
        var reader = JSONReader(bytes)
        do {
            try read(&reader)
            try reader.finish()
            return nil
        } catch {
            return (error as? JSONError)?.offset ?? -1
        }
    }

    func comesBack(_ text: String, _ write: (inout ByteBuffer) -> Void) {
        var out = ByteBuffer()
        write(&out)
        let read = (try? JSONValue(parsing: out.bytes))?.string
        precondition(read.map { $0.utf8.elementsEqual(text.utf8) } == true, "a string is not read back the same")
    }
}
