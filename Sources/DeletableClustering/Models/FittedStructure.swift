// What a method computes from records on a lattice: a flat solve, or a tree of them.

protocol FittedStructure: Sendable {
  /// Fits all records.
  ///
  /// - Parameters:
  ///   - data: Records as they are clustered.
  ///   - keys: What stands for each in every draw, in row order.
  init(fitting data: Dataset, keys: [Word128], _ context: FitContext, progress: ((Double) -> Void)?)

  /// Reads what `encode` wrote. The records are still where they are stored.
  init(from decoder: inout CanonicalDecoder, _ context: FitContext) throws(DecodingFailure)

  /// The model's centroids; nil if there are no records.
  var published: Centroids? { get }

  /// The loss about them and their clusters' counts, where the structure keeps both.
  var publishedRound: Run.Round? { get }

  /// The records' labels in row order, where a cache has them.
  var publishedLabels: [UInt16]? { get }

  /// Makes the caches that a deletion needs, from records that were read.
  mutating func load(_ data: Dataset, keys: [Word128], _ context: FitContext)

  /// Forgets labels and gaps, which a deletion that needs them makes again.
  mutating func dropAssignments()

  /// Takes rows out of the data and brings the structure to what a fit of the others gives.
  ///
  /// - Parameters:
  ///   - rows: Distinct, in descending order; not all of them.
  ///   - context: With the summary of the survivors, which has the same unit.
  mutating func delete(
    rows: [Int], from data: inout Dataset, _ context: FitContext, _ effect: inout ReplayEffect)

  /// The same by means of the leaving records alone.
  ///
  /// - Returns: Whether that was possible; if not, the structure is to be thrown away.
  mutating func delete(
    leaving: Dataset, keys: [Word128], _ context: FitContext, _ effect: inout ReplayEffect
  ) -> Bool

  /// Whether two structures have equal states, caches aside.
  func hasState(of other: any FittedStructure) -> Bool

  /// Writes the state.
  func encode(to encoder: inout CanonicalEncoder)

  /// Writes what stands for the state in a model's digest, as a version of the encoding has it.
  func encodeForDigest(to encoder: inout CanonicalEncoder, version: UInt32, threads: Int)

  /// Tells what automatic settings came to.
  func describe(_ resolved: inout ResolvedSettings)
}

extension FittedStructure {
  func encodeForDigest(to encoder: inout CanonicalEncoder, version: UInt32, threads: Int) {
    encode(to: &encoder)
  }
}

/// What a structure is computed with, beside the records.
struct FitContext: Sendable {
  let settings: ModelSettings
  /// Of the records as they are clustered.
  let dimension: Int
  let summary: RecordSummary
  let threads: Int
  /// Whether labels and gaps stay in memory.
  var keepsAssignments = true

  var unit: LatticeUnit { summary.unit }

  /// The draws of the whole model.
  var random: KeyedRandom { KeyedRandom(seed: settings.seed) }

  /// Whether all records are within the lattice's range, so that they can be read in the points' place.
  ///
  /// Where the unit was found from them, they are. But a stored state may claim another unit, and then points are held
  /// within the range.
  ///
  /// - Complexity: O(n·d).
  func areWithinRange(_ data: Dataset) -> Bool {
    OctaveCounts(of: data, threads: threads).highest <= summary.octaves.highest
  }

  /// The keys of records as they were given, in row order.
  ///
  /// A preparation whose parameters change leaves all keys as they are.
  func keys(of data: Dataset) -> [Word128] {
    RecordKeys(random, dimension: data.dimension).keys(of: data, threads: threads)
  }
}
