// The whole fit once more: plain, slow, and with nothing shared but the data set and the settings.
//
// Promise    `encoding` is byte for byte what the library writes of its own fit, and `digest` is its digest.

import DeletableClustering

/// A flat model's plain fit.
package struct Twin {
  package let data: Dataset
  package let settings: ModelSettings
  package let preparation: TwinPreparation
  package let lattice: TwinLattice
  package let points: TwinPoints
  package let solution: TwinSolution

  package init(_ data: Dataset, _ settings: ModelSettings) {
    precondition(settings.method != .divideAndConquer)
    self.data = data
    self.settings = settings
    preparation = TwinPreparation(data, settings)
    let prepared = preparation.dataset(like: data)
    lattice = TwinLattice(prepared)
    points = TwinPoints(prepared, lattice, keys: TwinKeys.keys(of: data, seed: settings.seed))
    solution = TwinSolution(points, TwinSolve(settings), lattice)
  }
}

extension Twin {
  /// What the library's fit of the same records encodes to.
  package static func encoding(of data: Dataset, _ settings: ModelSettings) -> [UInt8] {
    switch settings.method {
    case .quantized, .lloyd: Twin(data, settings).encoded
    case .divideAndConquer: TwinTree(data, settings).encoded
    }
  }

  /// The digest of the library's fit, 64 hexadecimal digits.
  package static func digest(of data: Dataset, _ settings: ModelSettings) -> String {
    switch settings.method {
    case .quantized, .lloyd: Twin(data, settings).digest
    case .divideAndConquer: TwinTree(data, settings).digest
    }
  }
}
