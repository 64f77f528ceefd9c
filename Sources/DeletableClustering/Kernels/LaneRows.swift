// Rows of numbers in groups of eight lanes, for sums whose order is part of a result.
//
// A row is filled up with zeros to whole groups. A sum of products goes lane by lane through the groups;
// the eight lanes then meet in a fixed tree. Nothing else decides the bits: not the processor's vectors,
// not the threads, not how many rows are worked on at once.

typealias Lanes = SIMD8<Double>

extension SIMD8<Double> {
  /// ((0 + 4) + (2 + 6)) + ((1 + 5) + (3 + 7)).
  @inline(__always)
  var total: Double {
    let four = lowHalf + highHalf
    let two = four.lowHalf + four.highHalf
    return two.x + two.y
  }
}

enum LaneRows {
  /// The groups that hold so many numbers.
  static func groupCount(_ count: Int) -> Int { (count + 7) / 8 }

  /// Numbers in groups, filled up with zeros.
  static func lanes(_ numbers: [Double], groupCount: Int? = nil) -> [Lanes] {
    var lanes = Array(repeating: Lanes(), count: groupCount ?? Self.groupCount(numbers.count))
    precondition(numbers.count <= lanes.count * 8)
    unsafe lanes.withUnsafeMutableBytes { unsafe numbers.withUnsafeBytes($0.copyMemory) }
    return lanes
  }

  /// The first numbers of a row.
  static func numbers(_ lanes: [Lanes], count: Int) -> [Double] {
    precondition(count <= lanes.count * 8)
    return unsafe lanes.withUnsafeBytes { lanes in
      (0..<count).map { place in
        unsafe lanes.load(fromByteOffset: place * MemoryLayout<Double>.stride, as: Double.self)
      }
    }
  }

  /// Σ left·right.
  ///
  /// - Precondition: As many groups on both sides; checked in release builds too.
  static func dot(_ left: Span<Lanes>, _ right: Span<Lanes>) -> Double {
    precondition(left.count == right.count)
    var sum = Lanes()
    unsafe left.withUnsafeBufferPointer { left in
      unsafe right.withUnsafeBufferPointer { right in
        for group in left.indices { unsafe sum += left[group] * right[group] }
      }
    }
    return sum.total
  }

  /// target ← target − factor·source.
  ///
  /// - Precondition: As many groups on both sides; checked in release builds too.
  static func subtract(_ factor: Double, times source: Span<Lanes>, from target: inout MutableSpan<Lanes>) {
    precondition(source.count == target.count)
    unsafe source.withUnsafeBufferPointer { source in
      unsafe target.withUnsafeMutableBufferPointer { target in
        for group in target.indices { unsafe target[group] -= factor * source[group] }
      }
    }
  }
}
