// Scores on the axes of greatest variance.
//
// Method     Sums of products are exact whole numbers; the matrix ΣwΣwxxᵀ − (Σwx)(Σwx)ᵀ of them is rounded to
//            double precision, and its leading eigenvectors are computed by one fixed sequence of operations.
//            Their entries are rounded to cells of keyed phase.
// Promise    So the axes are a function of the records as a set, whatever library or machine is at work, and for
//            any records: also for axes of equal variance, and for more axes than the records have.
// Differs    Scores are not centred, which changes no distance. The axes are not quite orthogonal after
//            rounding; what one picks up of the others is at most about 1/16 of its own deviation.
// Source     Jolliffe, "Principal Component Analysis", Springer 2002.

struct PrincipalComponents: FittedStep, Equatable {
  /// State: what comes in as a whole, its exact sums, and the axes that were made of them.
  private let summary: RecordSummary
  private let sums: ProductSums
  let map: DenseMap
  /// A setting, kept for the axes that are to be made again.
  private let isWhitened: Bool

  init(fitting data: Dataset, count: Int, isWhitened: Bool, _ context: StepContext) {
    let summary = RecordSummary(of: data, threads: context.threads)
    let sums = ProductSums(of: data, unit: summary.unit, threads: context.threads)
    self.init(summary, sums, count: count, isWhitened: isWhitened, context)
  }

  private init(
    _ summary: RecordSummary, _ sums: ProductSums, count: Int, isWhitened: Bool, _ context: StepContext
  ) {
    self.summary = summary
    self.sums = sums
    self.isWhitened = isWhitened
    let axes = PrincipalAxes(sums, unit: summary.unit, count: count, isWhitened: isWhitened, context)
    map = axes.map
  }

  var outputDimension: Int { map.outputDimension }

  func apply(to data: Dataset, threads: Int) -> Dataset {
    data.mappingRows(to: map.outputDimension, threads: threads) { map.apply(to: $0, into: &$1) }
  }

  func removing(_ leaving: Dataset, _ context: StepContext) -> PrincipalComponents? {
    var survivors = summary
    guard survivors.remove(rows: 0..<leaving.count, of: leaving), survivors.unit == summary.unit else {
      return nil
    }
    var sums = sums
    sums -= ProductSums(of: leaving, unit: summary.unit, threads: context.threads)
    return PrincipalComponents(
      survivors, sums, count: outputDimension, isWhitened: isWhitened, context)
  }

  func hasParameters(of other: any FittedStep) -> Bool { (other as? PrincipalComponents)?.map == map }
}

extension PrincipalComponents {
  func encode(to encoder: inout CanonicalEncoder) {
    summary.encode(to: &encoder)
    sums.encode(to: &encoder)
    map.encode(to: &encoder)
  }

  init(
    from decoder: inout CanonicalDecoder, dimension: Int, count: Int, isWhitened: Bool
  ) throws(DecodingFailure) {
    summary = try RecordSummary(from: &decoder, dimension: dimension)
    sums = try ProductSums(from: &decoder, dimension: dimension)
    guard sums.weight == summary.totalWeight else { throw .invalid("weight") }
    map = try DenseMap(from: &decoder, inputDimension: dimension, outputDimension: count)
    self.isWhitened = isWhitened
  }
}
