import JSON

/// A value of DynamoDB's data model.
package indirect enum AttributeValue: Sendable {
    case s(String)
    case n(ExactDecimal)
    case b([UInt8])
    case bool(Bool)
    case null
    case m(Item)
    case l([AttributeValue])
    case ss([String])
    case ns([ExactDecimal])
    case bs([[UInt8]])

    /// The bytes that it counts towards DynamoDB's limits, by the rules of "DynamoDB item sizes".
    package var size: Int {
        switch self {
        case .s(let text): text.utf8.count
        case .n(let number): number.dynamoDBSize
        case .b(let bytes): bytes.count
        case .bool, .null: 1
        case .m(let item): 3 + item.size + item.attributes.count
        case .l(let elements): 3 + elements.reduce(0) { $0 + $1.size + 1 }
        case .ss(let texts): texts.reduce(0) { $0 + $1.utf8.count }
        case .ns(let numbers): numbers.reduce(0) { $0 + $1.dynamoDBSize }
        case .bs(let values): values.reduce(0) { $0 + $1.count }
        }
    }

    /// Whether it is a set that holds an element twice. Texts are told apart by their bytes, numbers by their value.
    package var repeatsAnElement: Bool {
        let elements: [[UInt8]] =
            switch self {
            case .ss(let texts): texts.map { Array($0.utf8) }
            case .ns(let numbers): numbers.map { Array($0.normal.utf8) }
            case .bs(let values): values
            default: []
            }
        return Set(elements).count < elements.count
    }
}

/// Named values: an item, a key, or a map inside an item. They keep the order of writing; names are compared by their bytes.
package struct Item: Sendable {
    package var attributes: [(name: String, value: AttributeValue)]

    package init(_ attributes: [(name: String, value: AttributeValue)] = []) { self.attributes = attributes }

    /// The value of a name. A new one is added after the last, and nil removes one.
    package subscript(name: String) -> AttributeValue? {
        get { index(of: name).map { attributes[$0].value } }
        set {
            switch (index(of: name), newValue) {
            case (let index?, let value?): attributes[index].value = value
            case (let index?, nil): attributes.remove(at: index)
            case (nil, let value?): attributes.append((name, value))
            case (nil, nil): break
            }
        }
    }

    /// The text of a string attribute.
    package func string(_ name: String) -> String? { if case .s(let text) = self[name] { text } else { nil } }

    /// The bytes of names and values, as DynamoDB counts them.
    package var size: Int { attributes.reduce(0) { $0 + $1.name.utf8.count + $1.value.size } }

    private func index(of name: String) -> Int? {
        // Texts that differ to `String` differ in their bytes, too; it finds that out many times faster.
        attributes.firstIndex { $0.name == name && $0.name.utf8.elementsEqual(name.utf8) }
    }
}

extension ExactDecimal {
    /// Why DynamoDB does not take the number, in AWS's words: it keeps 38 digits, from 1E-130 to 9.99…E+125, and zero.
    package var dynamoDBFault: String? {
        let (_, exponent, digits) = parts
        if digits.count > 38 { return "Attempting to store more than 38 significant digits in a Number" }
        let attempt = "Attempting to store a number with magnitude"
        if exponent > 126 { return "Number overflow. \(attempt) larger than supported range" }
        if !digits.isEmpty, exponent < -129 { return "Number underflow. \(attempt) smaller than supported range" }
        return nil
    }

    /// DynamoDB's rule of thumb: a byte for two significant digits, one more, and one for a minus.
    var dynamoDBSize: Int {
        let (isNegative, _, digits) = parts
        return (digits.count + 1) / 2 + (isNegative ? 2 : 1)
    }
}
