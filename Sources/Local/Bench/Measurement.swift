/// What a process took, or the medians of several processes.
struct Measurement {
    /// A figure. Its name is the title of its column and the key in the JSON.
    enum Figure: String, CaseIterable {
        /// From the start of the process to its first request for an event, in milliseconds.
        case initMs
        /// The first invocation: its time and its processor time in microseconds, and the read units of DynamoDB.
        case firstUs, firstCpuUs, firstUnits
        /// The further ones: times, and the mean of the processor time in microseconds.
        case p50Us, p99Us, cpuUs
        /// `cpuUs` over that of the floor with as many bytes of response.
        case timesFloor
        /// The mean of the read units.
        case units
        /// The most memory that the process has held, in KiB.
        case peakKiB
        /// The bytes of the last response.
        case bytes
        /// As `initMs`, with the program's file not in the page cache; and that over the floor's.
        case coldMs, coldRatio
        /// What such a start reads of the disk, and how much of the file is in its memory then, in KiB.
        case readKiB, fileKiB

        /// Digits after the point.
        var digits: Int {
            switch self {
            case .initMs, .coldMs, .timesFloor: 2
            case .firstUnits, .units, .coldRatio: 1
            default: 0
            }
        }
    }

    private(set) var values: [Figure: Double]

    subscript(figure: Figure) -> Double { values[figure] ?? 0 }

    /// Returns the median of each figure that `measurements` have.
    static func median(_ measurements: [Measurement]) -> Measurement {
        let figures = Figure.allCases.filter { figure in measurements.contains { $0.values[figure] != nil } }
        return Measurement(
            values: Dictionary(
                uniqueKeysWithValues: figures.map { figure in
                    (figure, measurements.compactMap { $0.values[figure] }.percentile(50))
                }))
    }

    /// Returns these figures and those of `other`, which count where both have one.
    func merging(_ other: Measurement) -> Measurement {
        Measurement(values: values.merging(other.values) { $1 })
    }

    /// Returns these figures and how they compare with the floor's.
    func comparing(with floor: Measurement) -> Measurement {
        merging(Measurement(values: [.timesFloor: self[.cpuUs] / floor[.cpuUs]]))
    }

    /// Returns these figures and how a start without the file in the page cache compares with the floor's.
    func comparingColdStarts(with floor: Measurement) -> Measurement {
        merging(Measurement(values: [.coldRatio: self[.coldMs] / floor[.coldMs]]))
    }
}

extension [Double] {
    /// Returns the smallest value that so many per cent of these do not exceed; 0 if there are none.
    func percentile(_ percent: Int) -> Double {
        isEmpty ? 0 : sorted()[Swift.max(0, (count * percent + 99) / 100 - 1)]
    }
}
