import Bytes
import EmbeddedAWS
import Terminal

/// A process of a packaged function that is measured.
struct BenchProcess {
    private let name: String
    private let instance: FunctionInstance
    private let services: EmbeddedServices

    init(_ name: String, _ instance: FunctionInstance, _ services: EmbeddedServices) {
        self.name = name
        self.instance = instance
        self.services = services
    }

    /// Waits for the first request for an event, and returns what the start took.
    func started() throws(CommandFailure) -> Measurement {
        guard instance.initialize(), let milliseconds = instance.initMilliseconds else {
            throw CommandFailure("\(name) asked for no event while its start was measured")
        }
        return Measurement(values: [
            .initMs: milliseconds, .readKiB: Double(instance.bytesRead ?? 0) / 1024,
            .fileKiB: Double(instance.fileMemory ?? 0),
        ])
    }

    /// Runs the first invocation, and returns what the start and it took.
    func first(_ events: BenchEvents) throws -> Measurement {
        _ = instance.initialize()
        let (time, units) = (processorTime, units)
        let (response, milliseconds) = try invoke(events.next(after: []))
        try check(response)
        return Measurement(values: [
            .initMs: instance.initMilliseconds ?? 0, .firstUs: milliseconds * 1000, .firstCpuUs: processorTime - time,
            .firstUnits: self.units - units, .peakKiB: peakMemory, .bytes: Double(response.count),
        ])
    }

    /// Runs `warmUps` invocations and then, measured, `count`, or as many as `milliseconds` last, but 10 at least.
    func warm(
        _ events: BenchEvents, warmUps: Int, count: Int, milliseconds: Int = 60_000
    ) throws -> Measurement {
        var response: [UInt8] = []
        for _ in 0..<warmUps { response = try invoke(events.next(after: response)).response }
        let (time, units) = (processorTime, units)
        let limit = Instant.now().advanced(milliseconds: milliseconds)
        var times: [Double] = []
        while times.count < count, times.count < 10 || Instant.now() < limit {
            let (next, milliseconds) = try invoke(events.next(after: response))
            response = next
            times.append(milliseconds)
        }
        try check(response)
        let invocations = Double(max(times.count, 1))
        return Measurement(values: [
            .p50Us: times.percentile(50) * 1000, .p99Us: times.percentile(99) * 1000,
            .cpuUs: (processorTime - time) / invocations, .units: (self.units - units) / invocations,
            .peakKiB: peakMemory, .bytes: Double(response.count),
        ])
    }

    private func invoke(_ event: [UInt8]) throws(CommandFailure) -> (response: [UInt8], milliseconds: Double) {
        let result = instance.invoke(event, timeoutMilliseconds: 30_000)
        switch result.outcome {
        case .response(let bytes): return (bytes, result.milliseconds ?? 0)
        case .error(let type, let message):
            throw CommandFailure("\(name) failed while it was measured: \(type): \(message)")
        }
    }

    /// It is an error if the response is not what the row is about.
    private func check(_ response: [UInt8]) throws(CommandFailure) {
        let status = ReceivedResponse(response)?.status ?? 0
        guard (200..<300).contains(status) else {
            throw CommandFailure("\(name) responded with the status \(status) while it was measured")
        }
    }

    private var processorTime: Double { Double(instance.processorTime ?? 0) }
    private var peakMemory: Double { Double(instance.peakMemory ?? 0) }
    private var units: Double { services.readUnits.values.reduce(0, +) }
}
