// The inner loops, as near as public API comes to them.

import Benchmark
import BenchmarkData
import DeletableClustering

func kernelBenchmarks() {
  for shape in [Shape.medium, .wide] {
    // Lattice points, products and the search for the least: one round of a fit without its sums.
    Benchmark("kernel/assignment \(shape.name)") { benchmark, fitted in
      blackHole(fitted.model.predict(fitted.data))
    } setup: {
      let data = try shape.data
      return (data: data, model: try QuantizedKMeans.fit(data, .init(clusters: shape.clusters)))
    }

    // Keys, lattice points, races and one round.
    Benchmark("kernel/race and one round \(shape.name)") { (benchmark: Benchmark, data: Dataset) in
      blackHole(try QuantizedKMeans.fit(data, .init(clusters: shape.clusters, iterations: 1)))
    } setup: {
      try shape.data
    }
  }
  for (dimension, clusters) in [(25, 5), (784, 10), (50, 50)] {
    var product = TileProduct(clusters: clusters, dimension: dimension)
    Benchmark(
      "kernel/tile product d=\(dimension) k=\(clusters)", configuration: .init(scalingFactor: .kilo)
    ) { benchmark in
      for _ in benchmark.scaledIterations { product.run() }
    } setup: {
      precondition(LinearAlgebra.isSuitable)  // holds the BLAS to one thread
    }
  }
}
