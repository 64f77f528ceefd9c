// The same counts as `OctaveCounts`, while they are gathered from many records.

/// A place for each octave, so that to add a record takes no search.
struct OctaveHistogram: Sendable {
  /// By the exponent as it stands in a `Double`, rounded up; those of 0 have no octave.
  private var places = Array(repeating: 0, count: 1 << 11)
  /// Those of magnitudes so small that their exponent does not stand there.
  private var least = OctaveCounts()

  private static let significand = UInt64(1) << 52
  private static let bias = 1023

  /// Adds a record.
  ///
  /// - Parameter magnitude: Its largest |coordinate|, finite.
  @inline(__always)
  mutating func add(magnitude: Double) {
    let bits = magnitude.bitPattern
    if bits >= Self.significand {
      places[Int((bits + Self.significand - 1) >> 52)] += 1
    } else {
      least.add(1, magnitude: magnitude)
    }
  }

  var counts: OctaveCounts {
    var counts = least
    for (place, count) in places.enumerated() where count > 0 {
      counts.add(count, exponent: place - Self.bias)
    }
    return counts
  }
}
