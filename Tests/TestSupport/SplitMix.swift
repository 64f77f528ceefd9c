// A small generator for test data, apart from the library's own.
//
// Source     Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.

package struct SplitMix: RandomNumberGenerator {
  private var state: UInt64

  package init(_ seed: UInt64) {
    state = seed
  }

  package mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
    return word ^ word >> 31
  }

  /// A whole number of the range.
  package mutating func int(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &self)
  }

  /// A number from 0 up to, not with, 1.
  package mutating func uniform() -> Double {
    Double(next() >> 11) * 0x1p-53
  }

  /// About a normal number: twelve uniform ones, less six.
  package mutating func bell() -> Double {
    (0..<12).reduce(-6.0) { sum, _ in sum + uniform() }
  }

  package mutating func element<Element>(_ elements: [Element]) -> Element {
    elements[int(0...elements.count - 1)]
  }
}
