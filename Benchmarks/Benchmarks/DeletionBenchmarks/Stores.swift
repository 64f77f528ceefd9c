// A model on disk: saving, opening, withdrawing.

import Benchmark
import DeletableClustering
import Foundation
import ModelStore

func storeBenchmarks() {
  let shape = Shape.medium
  Benchmark("store/save \(shape.name)") { (benchmark: Benchmark, model: QuantizedKMeans) in
    let path = StoreFolder.newPath()
    benchmark.startMeasurement()
    try StoreFolder.save(model, at: path)
    benchmark.stopMeasurement()
    StoreFolder.remove(path)
  } setup: {
    try fitted(shape)
  }

  Benchmark("store/open \(shape.name)") { (benchmark: Benchmark, path: String) in
    blackHole(try StoredModel.open(at: path, access: .reading))
  } setup: {
    let path = StoreFolder.newPath()
    try StoreFolder.save(try fitted(shape), at: path)
    return path
  } teardown: {
    StoreFolder.removeAll()
  }

  // Each iteration withdraws other ids of one model.
  Benchmark(
    "store/open and withdraw 10 \(shape.name)", configuration: .init(maxIterations: 1_000)
  ) { (benchmark: Benchmark, path: String) in
    var stored = try StoredModel.open(at: path, access: .updating)
    let first = shape.count - stored.model.recordCount
    try stored.withdraw((first..<first + 10).map { RecordID(rowNumber: $0) })
  } setup: {
    let path = StoreFolder.newPath()
    try StoreFolder.save(try fitted(shape), at: path)
    return path
  } teardown: {
    StoreFolder.removeAll()
  }
}

private func fitted(_ shape: Shape) throws -> QuantizedKMeans {
  try QuantizedKMeans.fit(shape.data, .init(clusters: shape.clusters))
}

/// Where the stored models of this process lie.
private enum StoreFolder {
  private static let folder =
    NSTemporaryDirectory() + "/deletion-benchmarks-\(ProcessInfo.processInfo.processIdentifier)"

  static func newPath() -> String { folder + "/" + UUID().uuidString }

  static func save(_ model: QuantizedKMeans, at path: String) throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try StoredModel.create(
      at: path, model, ModelMetadata(idColumn: nil, features: model.featureNames))
  }

  static func remove(_ path: String) { try? FileManager.default.removeItem(atPath: path) }

  static func removeAll() { remove(folder) }
}
