/// What a process took, or the medians of several processes.
struct Measurement {
    /// A figure. Its name is the title of its column and the key in the JSON.
    enum Figure: String, CaseIterable {
        case initMs, firstUs, p50Us, p99Us, cpuUs, peakKiB, bodyBytes

        /// Digits after the point.
        var digits: Int { self == .initMs ? 2 : 0 }
    }

    private(set) var values: [Figure: Double]

    subscript(figure: Figure) -> Double { values[figure] ?? 0 }

    /// Returns the median of each figure of `measurements`.
    static func median(_ measurements: [Measurement]) -> Measurement {
        Measurement(
            values: Dictionary(
                uniqueKeysWithValues: Figure.allCases.map { figure in
                    (figure, measurements.compactMap { $0.values[figure] }.percentile(50))
                }))
    }

    /// Returns these figures with those of a start, if `start` has them, from there.
    func starting(as start: Measurement) -> Measurement {
        var measurement = self
        for figure in [Figure.initMs, .firstUs] { measurement.values[figure] = start[figure] }
        return measurement
    }
}

extension [Double] {
    /// Returns the smallest value that so many per cent of these do not exceed; 0 if there are none.
    func percentile(_ percent: Int) -> Double {
        isEmpty ? 0 : sorted()[Swift.max(0, (count * percent + 99) / 100 - 1)]
    }
}
