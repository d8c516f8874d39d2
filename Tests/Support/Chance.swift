/// Random numbers that are the same in every run (SplitMix64), so that a failure can be seen again.
package struct Chance: RandomNumberGenerator {
    private var state: UInt64

    package init(seed: UInt64) { state = seed }

    package mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Text of up to `length` scalars: mostly ASCII, with controls, quotes, accents, ideographs and emoji among it.
    package mutating func text(upTo length: Int) -> String {
        var text = String.UnicodeScalarView()
        for _ in 0..<Int.random(in: 0...length, using: &self) {
            let scalar: UInt32 =
                switch UInt8.random(in: 0..<10, using: &self) {
                case 0: .random(in: 0..<0x20, using: &self)
                case 1: [0x22, 0x5C, 0x2F, 0x7F].randomElement(using: &self) ?? 0x22
                case 2: .random(in: 0x80..<0x800, using: &self)
                case 3: .random(in: 0x4E00..<0xD800, using: &self)
                case 4: .random(in: 0x1F300..<0x1F700, using: &self)
                default: .random(in: 0x20..<0x7F, using: &self)
                }
            text.append(Unicode.Scalar(scalar) ?? "?")
        }
        return String(text)
    }
}
