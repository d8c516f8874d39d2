import JSON
import Schools

/// What filters and orders need of a school, and where its text is in the catalogue.
struct CatalogueRow {
    /// `costBand.min`; nil for a school without a price.
    let price: ExactDecimal?
    /// `avgRating`, or 0.
    let rating: ExactDecimal
    /// The size of the fleet, or 0.
    let fleetSize: ExactDecimal
    /// Where the school's text starts: its id, its name as it sorts, its card. The catalogue's bound is far below 4 GiB.
    private let place: UInt32
    let idCount: UInt16
    let nameCount: UInt16
    /// 0 where the card is not kept.
    let cardCount: UInt32
    private let state: UInt16
    private let trainingType: UInt8
    let programs: Programs

    /// The row of a school whose text starts at `start`, with `cardCount` bytes of card.
    init(_ school: School, start: Int, cardCount: Int) {
        price = school.price
        rating = school.rating ?? .zero
        fleetSize = school.fleetSize ?? .zero
        place = UInt32(start)
        idCount = UInt16(school.id.utf8.count)
        nameCount = UInt16(school.name.text.utf8.count)
        self.cardCount = UInt32(cardCount)
        state = Self.pack(state: school.state)
        trainingType = Self.pack(trainingType: school.trainingType)
        programs = school.programs
    }

    var start: Int { Int(place) }
    /// The bytes of its text.
    var count: Int { Int(idCount) + Int(nameCount) + Int(cardCount) }

    /// Whether the school's state is `state`, which has two letters.
    func isIn(state: UInt16) -> Bool { self.state == state }

    /// Whether the school offers a type of training, by name.
    func offers(trainingType: UInt8) -> Bool { self.trainingType & trainingType != 0 }

    /// A state of two ASCII characters as a number; 0 for any other text.
    static func pack(state: String) -> UInt16 {
        let bytes = state.utf8
        guard bytes.count == 2, bytes.allSatisfy({ $0 < 0x80 }) else { return 0 }
        return bytes.reduce(0) { $0 << 8 | UInt16($1) }
    }

    /// A type of training as bits: `Both` has those of the two others, any other text has none.
    static func pack(trainingType: String) -> UInt8 {
        School.trainingTypes.firstIndex(of: trainingType).map { UInt8($0 + 1) } ?? 0
    }
}
