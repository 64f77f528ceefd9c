// The two limits of this machine, measured as k-means meets them.

import CRoofline
import Dispatch

public enum Roofline {
  /// The operations a second of a single-precision product by the BLAS, on so many threads.
  ///
  /// Each thread multiplies matrices of its own, as the library does.
  ///
  /// - Precondition: The BLAS was told to start no threads of its own.
  public static func productRate(threads: Int) -> Double {
    let size = 1_024
    let repetitions = 4
    let seconds = best(of: 5) {
      DispatchQueue.concurrentPerform(iterations: threads) { _ in
        let a = Array(repeating: Float(1), count: size * size)
        var c = a
        for _ in 0..<repetitions { multiply(a, a, &c, size) }
      }
    }
    return Double(threads * repetitions * 2) * Double(size * size * size) / seconds
  }

  /// The bytes a second at which so many threads read this much memory again and again.
  ///
  /// What fits a cache is read from there, as it is by k-means.
  public static func readRate(bytes: Int, threads: Int) -> Double {
    let words = max(bytes / 8 / threads, 1_024)
    let memory = (0..<threads).map { _ in Array(repeating: UInt64(1), count: words) }
    let repetitions = max(1, (1 << 26) / words)
    let seconds = best(of: 7) {
      DispatchQueue.concurrentPerform(iterations: threads) { thread in
        for _ in 0..<repetitions { sum(memory[thread]) }
      }
    }
    return Double(threads * repetitions * words * 8) / seconds
  }

  private static func multiply(_ a: [Float], _ b: [Float], _ c: inout [Float], _ size: Int) {
    let size = Int32(size)
    unsafe roofline_multiply(size, size, size, a, b, &c)
  }

  private static func sum(_ words: [UInt64]) {
    let total = unsafe roofline_sum(words, words.count)
    precondition(total == UInt64(words.count & ~7))
  }

  private static func best(of count: Int, _ body: () -> Void) -> Double {
    (0..<count).map { _ in
      let watch = Stopwatch()
      body()
      return watch.seconds
    }.min() ?? .infinity
  }
}

/// One small product of the shape that the library gives to the BLAS for each tile of 64 points.
public struct TileProduct {
  private let clusters: Int
  private let dimension: Int
  private let centroids: [Float]
  private let tile: [Float]
  private var scores: [Float]

  public init(clusters: Int, dimension: Int) {
    self.clusters = clusters
    self.dimension = dimension
    centroids = Array(repeating: 1, count: clusters * dimension)
    tile = Array(repeating: 1, count: dimension * 64)
    scores = Array(repeating: 0, count: clusters * 64)
  }

  public mutating func run() {
    unsafe roofline_multiply(Int32(clusters), 64, Int32(dimension), centroids, tile, &scores)
  }
}
