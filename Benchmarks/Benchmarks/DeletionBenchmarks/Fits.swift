// Whole fits, from a data set to a model.

import Benchmark
import DeletableClustering

func fitBenchmarks() {
  for shape in [Shape.small, .medium, .wide] {
    for method in ClusteringMethod.allCases {
      Benchmark("fit/\(method.rawValue) \(shape.name)") { (benchmark: Benchmark, data: Dataset) in
        blackHole(try shape.settings(method).fit(data))
      } setup: {
        try shape.data
      }
    }
  }
}
