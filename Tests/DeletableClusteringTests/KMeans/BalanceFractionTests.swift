import Testing

@testable import DeletableClustering

struct BalanceFractionTests {
  @Test(
    "Decimals and fractions from 0 to 1",
    arguments: [
      ("0.05", 1, 20), ("1/20", 1, 20), ("0", 0, 1), ("1", 1, 1), ("1.0", 1, 1), (".5", 1, 2),
      ("12/40", 3, 10),
      ("0.000001", 1, 1_000_000), ("0/1", 0, 1), ("1000000/1000000", 1, 1),
    ])
  func reads(text: String, numerator: Int, denominator: Int) {
    let fraction = BalanceFraction(text)
    #expect(fraction?.numerator == numerator && fraction?.denominator == denominator)
  }

  @Test(
    "Anything else is nil",
    arguments: [
      "", ".", "-0.1", "1.1", "2", "0.0000001", "1/0", "2/1", "-1/2", "+1/2", "+0.5", "1/2/3", "1e-2", "nan",
      "0,05",
      "1/1000001", "0x1", " 0.5", "٠.٥",
    ])
  func rejects(text: String) {
    #expect(BalanceFraction(text) == nil)
  }

  @Test("A fraction above 1 traps")
  func traps() async {
    await #expect(processExitsWith: .failure) { _ = BalanceFraction(3, over: 2) }
  }
}
