@testable import DeletableClustering

extension LatticePoints {
  /// A point's coordinates, d of them.
  func coordinates(ofPoint point: Int) -> [Float] {
    steps(ofPoints: [point]).map { Float($0) }
  }
}
