// Deletions from a model that shrinks: one id in a call, and many.

import Benchmark
import BenchmarkData
import DeletableClustering

func deletionBenchmarks() {
  for method in ClusteringMethod.allCases {
    deletionBenchmark("delete", .medium, method, batch: 1, calls: 2_000)
    deletionBenchmark("delete", .wide, method, batch: 1, calls: 100)
    deletionBenchmark("batch of 100", .medium, method, batch: 100, calls: 200)
  }
}

private func deletionBenchmark(
  _ name: String, _ shape: Shape, _ method: ClusteringMethod, batch: Int, calls: Int
) {
  Benchmark(
    "\(name)/\(method.rawValue) \(shape.name)", configuration: .init(maxIterations: calls)
  ) { (benchmark: Benchmark, stream: DeletionStream) in
    try stream.deleteNext(batch)
  } setup: {
    try DeletionStream(shape, method)
  }
}

/// A model, and the order in which its records leave.
private final class DeletionStream {
  private var model: any DeletableModel
  private var order: [Int]

  init(_ shape: Shape, _ method: ClusteringMethod) throws {
    var random = SplitMix(seed: 1)
    order = Array(0..<shape.count).shuffled(using: &random)
    model = try shape.settings(method).fit(shape.data)
  }

  func deleteNext(_ count: Int) throws {
    precondition(order.count > count, "The benchmark deletes more records than there are.")
    let ids = order.suffix(count).map { RecordID(rowNumber: $0) }
    order.removeLast(count)
    try model.delete(ids)
  }
}
