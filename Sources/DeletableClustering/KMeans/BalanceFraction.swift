// γ as an exact fraction, since a threshold that decides may not be rounded.

/// A fraction between 0 and 1 in lowest terms, such as 1/20: 5/100 is the same setting.
public struct BalanceFraction: Hashable, Sendable {
  /// p of p/q in lowest terms, from 0 to q.
  public let numerator: Int
  /// q, from 1 to ``maximumDenominator``.
  public let denominator: Int

  /// The largest denominator; products with counts and sums stay exact up to here.
  public static let maximumDenominator = 1_000_000

  /// No balance at all.
  public static let zero = BalanceFraction(0, over: 1)

  /// - Precondition: 0 ≤ numerator ≤ denominator ≤ 10⁶ and denominator ≥ 1.
  public init(_ numerator: Int, over denominator: Int) {
    precondition(
      denominator >= 1 && denominator <= Self.maximumDenominator
        && numerator >= 0 && numerator <= denominator,
      "\(numerator)/\(denominator) is no fraction from 0 to 1 with a denominator up to 10⁶.")
    var (divisor, rest) = (denominator, numerator)
    while rest > 0 { (divisor, rest) = (rest, divisor % rest) }
    self.numerator = numerator / divisor
    self.denominator = denominator / divisor
  }

  /// Reads a decimal of at most six places such as `0.05`, or a fraction such as `1/20`; nil for
  /// any other text and for numbers outside 0 to 1.
  public init?(_ text: String) {
    // `Int` would take a sign too.
    guard text.allSatisfy({ "0123456789./".contains($0) }) else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    if parts.count == 2, let numerator = Int(parts[0]), let denominator = Int(parts[1]) {
      guard (1...Self.maximumDenominator).contains(denominator), (0...denominator).contains(numerator)
      else { return nil }
      self.init(numerator, over: denominator)
    } else {
      self.init(decimal: text)
    }
  }

  private init?(decimal text: String) {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    let places = parts.count == 2 ? String(parts[1]) : ""
    guard parts.count <= 2, places.count <= 6, text != ".", let value = Int(parts[0] + places)
    else { return nil }
    let denominator = (0..<places.count).reduce(1) { product, _ in product * 10 }
    guard value <= denominator else { return nil }
    self.init(value, over: denominator)
  }
}

extension BalanceFraction {
  /// ⌈γn/k⌉, at least 1: the least count with which a cluster takes the plain mean.
  func threshold(totalWeight: Int, clusterCount: Int) -> Int {
    // At most 10⁶·2³⁰ and 10⁶·2¹⁶: they fit.
    let needed = numerator * totalWeight
    let share = denominator * clusterCount
    return max(1, (needed + share - 1) / share)
  }
}

extension BalanceFraction: CustomStringConvertible {
  public var description: String { "\(numerator)/\(denominator)" }
}
