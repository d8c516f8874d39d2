import Configuration
import LambdaRuntime

/// Starts whose file is not in the page cache, as in a new microVM: they follow the bytes that they read.
struct ColdStart {
    static let rounds = 11

    /// The rows, the floor's first, or why they could not be measured.
    enum Rows {
        case measured([BenchReport.Row])
        case not(because: String)
    }

    private let name: String
    private let package: String
    private let variables: [(String, String)]

    /// Returns the medians of rounds in which the floor and `functions`, with connections in plain text and in TLS, take
    /// turns, each with its file cached and not.
    static func measure(_ functions: [String], in place: BenchPlace) throws -> Rows {
        let peer = try TLSPeer()
        defer { peer.stop() }
        let secure = [
            (Variable.dynamoDBEndpoint.name, peer.url), (Variable.bedrockEndpoint.name, peer.url),
            (Variable.trustedRoots.name, peer.certificate),
        ]
        let floor = ColdStart(name: FloorComparison.floor, package: FloorComparison.floor, variables: [])
        let starts = functions.flatMap { name in
            [
                ColdStart(name: name, package: name, variables: []),
                ColdStart(name: "\(name), TLS", package: name, variables: secure),
            ]
        }
        let file = try place.program(floor.package)
        do {
            return .measured(try ReadAhead.asByDefault(file) { try measure([floor] + starts, place) })
        } catch let reason as ReadAhead.Unavailable {
            return .not(because: reason.description)
        }
    }

    private static func measure(_ starts: [ColdStart], _ place: BenchPlace) throws -> [BenchReport.Row] {
        var measured = starts.map { _ in [Measurement]() }
        for _ in 0..<rounds {
            for (index, start) in starts.enumerated() {
                let cached = try start.once(in: place)
                try ReadAhead.dropFromCache(place.program(start.package))
                let cold = try start.once(in: place)
                measured[index].append(
                    Measurement(values: [
                        .initMs: cached[.initMs], .coldMs: cold[.initMs], .readKiB: cold[.readKiB],
                        .fileKiB: cold[.fileKiB],
                    ]))
            }
        }
        let medians = measured.map { Measurement.median($0) }
        guard medians.allSatisfy({ $0[.readKiB] > 0 }) else { throw ReadAhead.Unavailable.kept }
        return zip(starts, medians).map { ($0.name, $1.comparingColdStarts(with: medians[0])) }
    }

    private func once(in place: BenchPlace) throws -> Measurement { try place.start(package, variables).started() }
}
