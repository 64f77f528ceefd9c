// Ticks, times and numbers, worked by hand.

import Testing

@testable import ReportPages

struct AxisTests {
  @Test("Ticks are round numbers that cover the values")
  func ticks() {
    let axis = Axis(covering: [3, 97])
    #expect(axis.ticks.map(\.label) == ["0", "20", "40", "60", "80", "100"])
    #expect(axis.range == 0...100)
    #expect(
      Axis(covering: [0.012, 0.019]).ticks.map(\.label) == ["0.012", "0.014", "0.016", "0.018", "0.020"])
    #expect(
      Axis(covering: [-12_000, 8000]).ticks.map(\.label) == [
        "−15,000", "−10,000", "−5,000", "0", "5,000", "10,000",
      ])
    #expect(Axis(covering: [1, 10], isRounded: false).range == 1...10)
  }

  @Test(
    "Whatever the values, ticks are few, and places finite",
    arguments: [
      [], [0], [5, 5], [.nan, .infinity], [-1e308, 1e308],
      [.leastNonzeroMagnitude, 9 * .leastNonzeroMagnitude], [1e15, 1e15 + 2],
      [1, 1 + 1e-16],
    ])
  func oddValues(values: [Double]) {
    let axis = Axis(covering: values)
    #expect(axis.ticks.count <= 102)
    #expect(axis.range.lowerBound < axis.range.upperBound)
    for value in values where value.isFinite { #expect(axis.share(value).isFinite) }
  }

  @Test("Times are labelled by the second, minute, day and month")
  func times() {
    #expect(TimeAxis.dayLabel(ofTime: 0) == "1970-01-01")
    #expect(TimeAxis.dayLabel(ofTime: 1_709_164_800) == "2024-02-29")
    #expect(TimeAxis.dayLabel(ofTime: 951_782_400) == "2000-02-29")
    #expect(TimeAxis.dayLabel(ofTime: 253_402_300_799) == "9999-12-31")
    #expect(
      TimeAxis.axis(covering: [100, 103]).ticks.map(\.label) == [
        "00:01:40", "00:01:41", "00:01:42", "00:01:43",
      ])
    #expect(
      TimeAxis.axis(covering: [0, 7200]).ticks.map(\.label) == ["00:00", "00:30", "01:00", "01:30", "02:00"])
    // 2026-01-15 to 2026-05-02.
    #expect(
      TimeAxis.axis(covering: [1_768_435_200, 1_777_680_000]).ticks.map(\.label)
        == ["2026-02-01", "2026-03-01", "2026-04-01", "2026-05-01"])
    #expect(TimeAxis.axis(covering: [5]).range == 5...6)
  }

  @Test("Numbers are written without a locale")
  func numerals() {
    #expect(
      [0, -0.04, 0.05, 12.34, -7.96, 1e12].map(Numerals.place) == ["0", "0", "0.1", "12.3", "-8", "1000000"])
    #expect(
      [0, 1.0 / 3, 1234.5, -20_190, 1e9].map(Numerals.short) == ["0", "0.333", "1,235", "−20,190", "1e+09"])
    #expect(Numerals.fixed(-0.001, decimals: 2) == "0.00")
  }
}

struct ScatterTests {
  private static func plot(_ points: [ScatterPlot.Point], limit: Int) -> ScatterPlot {
    ScatterPlot(title: "", description: "", xLabel: "", yLabel: "", points: points, limit: limit)
  }

  @Test("Points are thinned by their priorities, whatever their order")
  func thinning() {
    let points = (0..<1000).map { number in
      ScatterPlot.Point(
        x: Double(number), y: Double(number % 13), series: number % 3, priority: UInt64(number * 7919 % 1009))
    }
    let some = Self.plot(points, limit: 100)
    #expect(some.points.count == 100)
    #expect(some.pointCount == 1000)
    let greatest = some.points.map(\.priority).max() ?? 0
    #expect(points.count { $0.priority <= greatest } == 100)
    let reversed = Self.plot(points.reversed(), limit: 100)
    #expect(reversed.points.map(\.x) == some.points.map(\.x))
    #expect(Self.plot([], limit: 5).points.isEmpty)
  }
}
