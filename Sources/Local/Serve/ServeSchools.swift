import AWSClient
import EmbeddedAWS
import Terminal

/// The schools that the embedded table holds.
struct ServeSchools {
    /// The sample schools.
    static let standardFile = "\(SampleEvent.standardFolder)/schools.json"

    private let options: ServeOptions

    init(_ options: ServeOptions) { self.options = options }

    /// The file that they are read from. Invented ones are like the samples.
    var file: String { options.schools ?? Self.standardFile }

    /// What is shown at the start.
    var description: String { options.generated.map { "\($0) invented ones" } ?? "those of \(file)" }

    /// Returns embedded services with these schools. `credentials` must not be nil.
    func services(_ credentials: Credentials?) throws(CommandFailure) -> EmbeddedServices {
        guard let credentials else { throw CommandFailure("the embedded services need keys") }
        return try TextFile.services(
            schools: file, count: options.generated, pageSize: nil, credentials: credentials, faults: options.faults)
    }
}
