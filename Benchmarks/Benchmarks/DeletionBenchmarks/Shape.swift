// The data of a benchmark, and its name's ending.

import BenchmarkData
import DeletableClustering

struct Shape: Sendable {
  let count: Int
  let dimension: Int
  let clusters: Int

  static let small = Shape(count: 10_000, dimension: 10, clusters: 4)
  static let medium = Shape(count: 100_000, dimension: 25, clusters: 5)
  static let wide = Shape(count: 10_000, dimension: 784, clusters: 10)

  var name: String { "n=\(count / 1_000)k d=\(dimension) k=\(clusters)" }

  var data: Dataset {
    get throws {
      let rows = Mixture(count: count, dimension: dimension, clusters: clusters).rows
      return try Dataset(coordinates: .float(rows), dimension: dimension)
    }
  }

  func settings(_ method: ClusteringMethod) -> ModelSettings {
    ModelSettings(method, clusters: clusters)
  }
}
