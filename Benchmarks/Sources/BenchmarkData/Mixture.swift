// Clouds of points that overlap: data of any size, the same in every run.

/// A mixture of k normal clouds of equal weight: centres are uniform between −1 and 1 in each of d
/// coordinates, and records lie about them with deviation 1, so that neighbouring clouds overlap.
public struct Mixture: Sendable {
  public let count: Int
  public let dimension: Int
  public let clusters: Int
  public let seed: UInt64

  public init(count: Int, dimension: Int, clusters: Int, seed: UInt64 = 1) {
    self.count = count
    self.dimension = dimension
    self.clusters = clusters
    self.seed = seed
  }

  /// The records, n × d, row after row.
  public var rows: [Float] {
    var random = SplitMix(seed: seed)
    let centres = (0..<clusters * dimension).map { _ in Float(2 * random.uniform() - 1) }
    var rows: [Float] = []
    rows.reserveCapacity(count * dimension + 1)
    for _ in 0..<count {
      let first = Int(random.next() % UInt64(clusters)) * dimension
      for column in stride(from: 0, to: dimension, by: 2) {
        let (one, other) = random.normals()
        rows.append(centres[first + column] + Float(one))
        if column + 1 < dimension { rows.append(centres[first + column + 1] + Float(other)) }
      }
    }
    return rows
  }
}
