// A random projection: each feature is added to some of D sums, with a keyed sign.
//
// Method     D sums in s blocks; each feature goes into one sum of each block, times ±1/√s. Expected squared
//            distances are kept, and most are kept nearly.
// Promise    It learns nothing from the records, so there is nothing to forget. Sums are taken in the order
//            of the features.
// Source     Kane and Nelson, "Sparser Johnson-Lindenstrauss Transforms", Journal of the ACM 61, 2014 (the
//            block construction).

struct RandomProjection: FittedStep, Equatable {
  private let map: SparseMap

  /// s: how many sums a feature goes into, at most.
  private static let blockCount = 8

  init(inputDimension: Int, outputDimension: Int, _ context: StepContext) {
    let blocks = min(Self.blockCount, outputDimension)
    let size = 1 / Double(blocks).squareRoot()
    var entries: [SparseMap.Entry] = []
    for column in 0..<inputDimension {
      for block in 0..<blocks {
        let first = block * outputDimension / blocks
        let width = (block + 1) * outputDimension / blocks - first
        let place = context.word(.target, row: block, column: column).multipliedFullWidth(by: UInt64(width))
          .high
        entries.append(
          .init(target: first + Int(place), factor: size * context.sign(.sign, row: block, column: column)))
      }
    }
    map = SparseMap(
      entries, perColumn: blocks, inputDimension: inputDimension, outputDimension: outputDimension)
  }

  var outputDimension: Int { map.outputDimension }

  func apply(to data: Dataset, threads: Int) -> Dataset {
    data.mappingRows(to: map.outputDimension, threads: threads) { map.apply(to: $0, into: &$1) }
  }

  func removing(_ leaving: Dataset, _ context: StepContext) -> RandomProjection? { self }

  func hasParameters(of other: any FittedStep) -> Bool { (other as? RandomProjection) == self }

  func encode(to encoder: inout CanonicalEncoder) {}
}
