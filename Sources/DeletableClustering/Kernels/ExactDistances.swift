// Squared distances of a tile's points to a few centroids, exactly.
//
// ‖x‖² − 2x·c + ‖c‖² of whole numbers, by one product in double precision; at most 2⁵³, so nothing
// rounds. Seeding lives on these.

struct ExactDistances: Sendable {
  private let centroids: CentroidOperand
  private var tile: [Double]
  private var products: [Double]

  private static let width = LatticePoints.tileWidth

  init(_ centroids: CentroidOperand) {
    self.centroids = centroids
    tile = Array(repeating: 0, count: centroids.dimension * Self.width)
    products = Array(repeating: 0, count: centroids.count * Self.width)
  }

  /// Computes a tile's distances.
  ///
  /// - Returns: One row of 64 for each centroid, in steps squared; places past the last point mean nothing.
  /// - Complexity: O(64·k·d); no allocation.
  mutating func compute(_ points: LatticePoints, tile index: Int) {
    widen(points, tile: index)
    let (centroids, tile) = (centroids, tile)
    var out = products.mutableSpan
    MatrixProduct.multiply(
      centroids.minusTwiceDouble.span, tile.span, into: &out,
      m: centroids.count, n: Self.width, k: centroids.dimension, stride: Self.width)
    let first = index * Self.width
    for centroid in 0..<centroids.count {
      let norm = centroids.squaredNorms[centroid]
      for lane in 0..<Self.width {
        out[centroid * Self.width + lane] += norm + points.squaredNorms[first + lane]
      }
    }
  }

  /// The distance of a lane's point to a centroid, as last computed.
  @inline(__always)
  func distance(centroid: Int, lane: Int) -> Double {
    products[centroid * Self.width + lane]
  }

  private mutating func widen(_ points: LatticePoints, tile index: Int) {
    let start = index * points.tileSize
    for place in tile.indices { tile[place] = Double(points.tiles[start + place]) }
  }
}
