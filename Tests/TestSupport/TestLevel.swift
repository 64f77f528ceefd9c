// How much the tests do: UNLEARN_TEST_LEVEL is quick (debug builds), default or long.

import Foundation

package enum TestLevel: String {
  case quick
  case standard = "default"
  case long

  package static let current: TestLevel =
    ProcessInfo.processInfo.environment["UNLEARN_TEST_LEVEL"].flatMap(TestLevel.init) ?? .standard

  /// The count for the level in force.
  package static func count(quick: Int, standard: Int, long: Int) -> Int {
    switch current {
    case .quick: quick
    case .standard: standard
    case .long: long
    }
  }

  /// Seeds from 0; each failure names the one that replays it.
  package static func seeds(quick: Int, standard: Int, long: Int) -> Range<UInt64> {
    0..<UInt64(count(quick: quick, standard: standard, long: long))
  }
}
