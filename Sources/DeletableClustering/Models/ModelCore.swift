// What the methods have in common: records, a lattice, and a structure that was fitted to them.
//
// Promise    The state is the summary of the records and the structure. All else is a setting or a cache.

/// The inside of a model, the same for every method.
public struct ModelCore: Sendable {
  let settings: ModelSettings
  /// Of the records as they were given.
  let dimension: Int
  let featureNames: [String]
  var threads: Int
  /// Whether labels and gaps stay in memory.
  var keepsAssignments = true {
    didSet { if !keepsAssignments { structure.dropAssignments() } }
  }

  /// State: what the preparation learnt of the surviving records.
  var preparation: FittedPreparation
  /// State: what is known of them as a whole, as they are clustered.
  var summary: RecordSummary
  /// State: what the method computed from them; and its caches.
  var structure: any FittedStructure
  /// The surviving records in memory; nil while they are deferred.
  var resident: ResidentRecords?
  /// The surviving records where they are stored; nil once they were read.
  var deferred: (any DeferredRecords)?

  /// Traps where a model of one method would get what another method computed.
  func requireMethod(_ method: ClusteringMethod) {
    precondition(
      settings.method == method,
      "A core of the method \(settings.method.rawValue) is none of \(method.rawValue).")
  }

  var precision: LatticePrecision { LatticePrecision(dimension: preparation.outputDimension) }

  /// What a structure is computed with.
  var context: FitContext {
    FitContext(
      settings: settings, dimension: preparation.outputDimension, summary: summary, threads: threads,
      keepsAssignments: keepsAssignments)
  }
}

extension ModelCore: Equatable {
  public static func == (left: ModelCore, right: ModelCore) -> Bool {
    left.settings == right.settings && left.dimension == right.dimension
      && left.preparation.hasState(of: right.preparation)
      && left.summary == right.summary && left.structure.hasState(of: right.structure)
  }
}

extension ModelCore {
  /// Fits the settings' method.
  init(
    fitting data: Dataset, _ settings: ModelSettings, threads: Int, keepingAssignments: Bool,
    progress: ((Double) -> Void)? = nil
  ) throws(FitError) {
    precondition(threads >= 1, "A fit needs at least one thread, not \(threads).")
    do {
      try settings.validate()
      try settings.preparation.check(dimension: data.dimension)
    } catch {
      throw .configuration(error)
    }
    if !settings.preparation.fillsMissing, let (row, column) = data.firstMissingValue {
      throw .missingValue(row: row, column: column)
    }
    if !settings.preparation.steps.isEmpty,
      let (row, column) = data.firstBeyondPreparation(threads: threads)
    {
      throw .tooLarge(row: row, column: column)
    }
    guard LinearAlgebra.isSuitable else { throw .unsuitableLinearAlgebra(LinearAlgebra.provider) }
    self.init(
      trainedOn: data, settings, threads: threads, keepingAssignments: keepingAssignments,
      progress: progress)
  }

  /// Everything that is derived from the records starts here, and deletion ends here where nothing of the
  /// old model can serve.
  init(
    trainedOn data: Dataset, _ settings: ModelSettings, threads: Int, keepingAssignments: Bool,
    progress: ((Double) -> Void)? = nil
  ) {
    let (preparation, prepared) = FittedPreparation.fit(
      settings.preparation, to: data, random: KeyedRandom(seed: settings.seed), threads: threads)
    self.init(
      clustering: prepared, of: data, preparation, settings, threads: threads,
      keepingAssignments: keepingAssignments, progress: progress)
  }

  /// Clusters records that are prepared.
  init(
    clustering prepared: Dataset, of data: Dataset, _ preparation: FittedPreparation,
    _ settings: ModelSettings, threads: Int, keepingAssignments: Bool,
    progress: ((Double) -> Void)? = nil
  ) {
    self.settings = settings
    self.threads = threads
    keepsAssignments = keepingAssignments
    self.preparation = preparation
    dimension = data.dimension
    featureNames = data.featureNames
    let keys: [Word128]
    let recordKeys = RecordKeys(KeyedRandom(seed: settings.seed), dimension: data.dimension)
    if preparation.steps.isEmpty {
      // Both read all records, and so do it together.
      let found = recordKeys.keysAndOctaves(of: data, threads: threads)
      keys = found.keys
      summary = RecordSummary(of: data, found.octaves)
    } else {
      keys = recordKeys.keys(of: data, threads: threads)
      summary = RecordSummary(of: prepared, threads: threads)
    }
    let context = FitContext(
      settings: settings, dimension: prepared.dimension, summary: summary, threads: threads,
      keepsAssignments: keepingAssignments)
    structure = settings.method.structure.init(
      fitting: prepared, keys: keys, context, progress: progress)
    resident = ResidentRecords(data, prepared: preparation.steps.isEmpty ? nil : prepared)
  }

  var participantCount: Int {
    resident?.original.participantCount ?? deferred?.participantCount ?? 0
  }

  var centroids: [[Double]] {
    guard let published = structure.published else { return [] }
    return (0..<published.count).map { cluster in
      // Rounding may lead beyond the largest number.
      published.steps[published.range(of: cluster)].map { step in
        let value = Double(step) * summary.unit.value
        return min(max(value, -.greatestFiniteMagnitude), .greatestFiniteMagnitude)
      }
    }
  }

  /// The sum of all records, d numbers in the units in which they are clustered, as a flat model's statistics
  /// hold it; nil for a tree, which keeps none, and where there are no records.
  package var recordSum: [Double]? {
    guard let statistics = structure.publishedRound?.statistics else { return nil }
    var sum = Array(repeating: Int64(0), count: statistics.dimension)
    for (index, value) in statistics.sums.enumerated() { sum[index % sum.count] += value }
    return sum.map { Double($0) * summary.unit.value }
  }

  var resolved: ResolvedSettings {
    var resolved = ResolvedSettings(unit: summary.unit.value, preparation: preparation.described)
    structure.describe(&resolved)
    return resolved
  }
}

/// Why there is no model.
public enum FitError: Error, Equatable {
  case configuration(ConfigurationError)
  /// A value is missing, and the preparation does not fill it.
  case missingValue(row: Int, column: Int)
  /// A number's magnitude is more than ``Preparation/largestMagnitude``, and there is a preparation.
  case tooLarge(row: Int, column: Int)
  /// The process's BLAS does not compute products as the exact arithmetic needs them.
  case unsuitableLinearAlgebra(String)
}

extension FitError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .configuration(let error): error.description
    case .missingValue(let row, let column):
      "The value in row \(row), column \(column) is missing; the preparation may fill it."
    case .tooLarge(let row, let column):
      "The number in row \(row), column \(column) is too large for a preparation, which takes magnitudes up to 2^1005."
    case .unsuitableLinearAlgebra(let provider):
      "The BLAS \(provider) does not multiply whole numbers exactly; use OpenBLAS or reference BLAS."
    }
  }
}
