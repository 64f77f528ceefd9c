// Whether the tiles of a model's points are kept in memory.

/// Nothing but time and memory depends on it.
enum TilePolicy: Sendable {
  /// Those of few points are kept.
  case automatic
  case kept
  /// Made when they are read, where they can be.
  case made

  /// For the models that are fitted or read meanwhile.
  @TaskLocal static var current = TilePolicy.automatic

  /// From so many bytes on tiles are not kept: fewer stay in the cache.
  private static let leastSize = 8 << 20
  /// To make tiles of shorter rows takes longer.
  private static let leastDimension = 8

  /// Whether the tiles of a data set's rows, which can be made of them, are kept.
  func keepsTiles(of data: Dataset) -> Bool {
    let size = data.coordinates.count * MemoryLayout<Float>.stride
    return switch self {
    case .kept: true
    case .made: false
    case .automatic: size < Self.leastSize || data.dimension < Self.leastDimension
    }
  }
}
