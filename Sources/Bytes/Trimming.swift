extension BidirectionalCollection where SubSequence: BidirectionalCollection {
    /// Returns this without the elements at both ends that `isOuter` is true of.
    package func trimming(_ isOuter: (Element) -> Bool) -> SubSequence {
        var rest = drop(while: isOuter)
        while let last = rest.last, isOuter(last) { rest = rest.dropLast() }
        return rest
    }
}
