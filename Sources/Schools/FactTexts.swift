/// The texts of a catalogue's `SchoolFacts`, each stored once and numbered in the order in which they were first seen.
package struct FactTexts: Sendable {
    /// The states, in upper case.
    private var states: [UTF8Key: UInt32] = [:]
    private var types: [UTF8Key: UInt32] = [:]
    /// The distinct types of aircraft.
    package private(set) var aircraftTypes: [AircraftType] = []
    /// The numbers of the types of each school's aircraft, one school after the other.
    package private(set) var aircraft: [UInt32] = []

    /// About how many bytes of memory they take.
    package private(set) var bytes = 0

    /// About what a text takes beside its bytes: an entry of a dictionary, which has room for twice as many, and its objects.
    private static let entryBytes = 160

    package init() {}

    /// Returns the number of a state, whatever its case; nil if no school has it.
    package func state(_ name: String) -> UInt32? { states[UTF8Key(name.uppercased())] }

    mutating func add(state: String) -> UInt32 {
        let known = states.count
        let number = states.number(of: UTF8Key(state.uppercased()))
        if states.count > known { bytes += state.utf8.count + Self.entryBytes }
        return number
    }

    /// Appends one school's aircraft. Returns their places in `aircraft`.
    mutating func add(aircraft names: [String]) -> Range<UInt32> {
        let start = UInt32(aircraft.count)
        for name in names {
            let number = types.number(of: UTF8Key(name))
            if number == aircraftTypes.count {
                let type = AircraftType(name)
                aircraftTypes.append(type)
                bytes += name.utf8.count + type.key.count + Self.entryBytes
            }
            aircraft.append(number)
        }
        bytes += names.count * MemoryLayout<UInt32>.size
        return start..<UInt32(aircraft.count)
    }
}

/// The name of a type of aircraft, and the form in which it is searched.
package struct AircraftType: Sendable {
    package let name: String
    /// The letters and digits of the name in lower case: `DA-40` and `DA 40` are the same. Searches look no further than this.
    package let key: [UInt8]
    private static let maximumCharacters = 100

    init(_ name: String) {
        self.name = name
        key = Self.words(String(name.prefix(Self.maximumCharacters))).flatMap { $0 }
    }

    /// Returns the words of a text in lower case, as UTF-8: what stands between characters that are neither letters nor digits.
    package static func words(_ text: String) -> [[UInt8]] {
        text.lowercased().split { !$0.isLetter && !$0.isNumber }.map { Array($0.utf8) }
    }
}

extension [UTF8Key: UInt32] {
    /// Returns the number of `key`, the next one if it is new.
    fileprivate mutating func number(of key: UTF8Key) -> UInt32 {
        if let number = self[key] { return number }
        let number = UInt32(count)
        self[key] = number
        return number
    }
}
