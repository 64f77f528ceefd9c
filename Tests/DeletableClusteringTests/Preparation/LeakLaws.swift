import DeletableClustering
import TestSupport
import Testing

/// What a scaling that is fitted once and left alone gives away of records that are withdrawn later.
struct LeakLaws {
  /// 300 people of ordinary income, and one of far more.
  private static let rows = (0..<300).map { row -> [Double] in
    let income = 20_000 + row * 7919 % 60_000
    let age = 20 + row * 31 % 60
    return [Double(income), Double(age)]
  }
  private static let richest = [1_234_567.0, 44]

  private var data: Dataset {
    GeneratedCase.dataset(
      Self.rows + [Self.richest], (0...300).map { RecordID("p\($0)") })
  }

  /// The income that the published limits and scaled data of a model stand for.
  private func publishedMaximum(_ model: QuantizedKMeans) -> Double {
    let parameters = model.resolved.preparation[0].parameters
    return parameters[0].values[0] + parameters[1].values[0]
  }

  @Test("Limits that stay as they were tell the withdrawn maximum; ours are those of the others")
  func minMax() throws {
    var model = try QuantizedKMeans.fit(data, .init(clusters: 3, preparation: [.minMax()]))
    let before = model.resolved.preparation
    // What is left of a pipeline whose limits are not fitted again: the maximum of who is gone, to within a cell.
    let naive = publishedMaximum(model)
    #expect(naive >= Self.richest[0] && naive < 1.04 * Self.richest[0])
    try model.delete(["p300"])
    let others = try QuantizedKMeans.fit(data.without(["p300"]), model.configuration)
    #expect(model.resolved.preparation == others.resolved.preparation)
    #expect(model.resolved.preparation != before)
    let largest = Self.rows.map { $0[0] }.max() ?? 0
    #expect(publishedMaximum(model) >= largest && publishedMaximum(model) < 1.04 * largest)
  }

  @Test("A published limit is nobody's value, and most withdrawals do not move it")
  func coarse() throws {
    let model = try QuantizedKMeans.fit(data, .init(clusters: 3, preparation: [.minMax()]))
    let values = Set((0..<data.count).map { data.vector(ofRow: $0)[0] })
    let parameters = model.resolved.preparation[0].parameters
    #expect(!values.contains(parameters[0].values[0]) && !values.contains(publishedMaximum(model)))
    var changeCount = 0
    for row in 0..<300 {
      var copy = model
      if try copy.delete([RecordID("p\(row)")]).changedStep != nil { changeCount += 1 }
    }
    #expect(changeCount <= 2)
  }

  @Test("Known limits are used as they are, and never change")
  func known() throws {
    var model = try QuantizedKMeans.fit(
      data, .init(clusters: 3, preparation: [.minMax(known: [0...2_000_000, 0...128])]))
    let parameters = model.resolved.preparation[0].parameters
    #expect(parameters[0].values == [0, 0] && parameters[1].values == [2_000_000, 128])
    #expect(try model.delete(["p300"]).changedStep == nil)
    #expect(model.resolved.preparation[0].parameters == parameters)
  }
}
