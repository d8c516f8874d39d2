import Glibc

/// Distances on a globe with a radius of 3,959 miles.
package enum Haversine {
    private static let earthRadiusMiles = 3959.0

    /// Returns the miles along the great circle between two places given in degrees.
    package static func miles(
        from a: (latitude: Double, longitude: Double), to b: (latitude: Double, longitude: Double)
    ) -> Double {
        let radians = Double.pi / 180
        let north = sin((b.latitude - a.latitude) * radians / 2)
        let east = sin((b.longitude - a.longitude) * radians / 2)
        let chord = north * north + cos(a.latitude * radians) * cos(b.latitude * radians) * east * east
        return 2 * earthRadiusMiles * asin(min(1, chord.squareRoot()))
    }
}
