// How well a score tells two groups apart, with an interval.
//
// Method     The area under the ROC curve is the probability that a member's score exceeds another's, a tie
//            counting one half: Mann and Whitney's statistic. The interval holds every area that lies within 1.96
//            of its own standard errors of the one that was found, so it is not empty at 0 and 1.
// Source     Hanley and McNeil, "The Meaning and Use of the Area under a ROC Curve", Radiology 143, 1982, for
//            the standard error; Newcombe, "Confidence Intervals for an Effect Size Measure Based on the
//            Mann–Whitney Statistic", Statistics in Medicine 25, 2006, for solving it for the area.

/// The area under a ROC curve, with its 95 % interval.
public struct AreaUnderROC: Equatable, Sendable {
  /// 1/2 where scores tell nothing, 1 where they tell everything.
  public let area: Double
  public let lower: Double
  public let upper: Double

  /// - Parameters:
  ///   - members: Scores of one group, at least one; none is NaN.
  ///   - others: Scores of the other.
  /// - Complexity: O(n log n).
  public init(members: [Double], others: [Double]) {
    precondition(!members.isEmpty && !others.isEmpty, "Both groups need a score.")
    let (m, n) = (Double(members.count), Double(others.count))
    let found = Double(Self.doubledWins(members, others)) / (2 * m * n)
    area = found
    lower = Self.bound(found, m, n, towards: 0)
    upper = Self.bound(found, m, n, towards: 1)
  }

  /// Whether the interval holds 1/2: whether the scores may tell nothing.
  public var includesChance: Bool { lower <= 0.5 && 0.5 <= upper }

  /// Twice the count of pairs in which the member's score is greater, and the count of ties.
  private static func doubledWins(_ members: [Double], _ others: [Double]) -> Int {
    let (left, right) = (members.sorted(), others.sorted())
    var (below, upTo, wins) = (0, 0, 0)
    for score in left {
      while below < right.count, right[below] < score { below += 1 }
      while upTo < right.count, right[upTo] <= score { upTo += 1 }
      wins += below + upTo
    }
    return wins
  }

  /// The end of the interval between the area that was found and 0 or 1, by bisection.
  private static func bound(_ found: Double, _ m: Double, _ n: Double, towards end: Double) -> Double {
    var (inside, outside) = (found, end)
    for _ in 0..<60 {
      let middle = (inside + outside) / 2
      if abs(middle - found) <= 1.959963984540054 * standardError(middle, m, n) {
        inside = middle
      } else {
        outside = middle
      }
    }
    return inside
  }

  private static func standardError(_ area: Double, _ m: Double, _ n: Double) -> Double {
    let spread = area * (1 - area)
    let first = (m - 1) * spread * (1 - area) / (2 - area)
    let second = (n - 1) * spread * area / (1 + area)
    return ((spread + first + second) / (m * n)).squareRoot()
  }
}
