// One solve over all records: quantized k-means, or Lloyd's algorithm.

struct FlatFit: FittedStructure {
  private(set) var solution: Solution
  /// A cache: the records on the lattice, in row order; nil while they are deferred.
  private(set) var points: SolverPoints?
  /// Whether the records are known to be within the lattice's range, so that they can be read in the points' place.
  private var areWithinRange = true
  /// How many columns of all points deletions have read from records so far.
  private var columnsRead = 0

  init(fitting data: Dataset, keys: [Word128], _ context: FitContext, progress: ((Double) -> Void)?) {
    let (origin, solver) = (Self.origin(data, areWithinRange: true), Self.solver(context))
    // Where there are weights, they are read as those of points.
    var opening =
      data.weights == nil
      ? SeedingOpening(
        solver.random, keys: keys, weights: nil, threads: context.threads, precedes: origin.precedes(keys))
      : nil
    var points = Self.points(data, keys, context, areWithinRange: true, measuring: &opening)
    let input = points.input(origin)
    (solution, points.caches) = solver.solve(input, opening: opening.take(), progress: progress)
    self.points = points
  }

  private static func points(
    _ data: Dataset, _ keys: [Word128], _ context: FitContext, areWithinRange: Bool
  ) -> SolverPoints {
    var none: SeedingOpening?
    return points(data, keys, context, areWithinRange: areWithinRange, measuring: &none)
  }

  private static func points(
    _ data: Dataset, _ keys: [Word128], _ context: FitContext, areWithinRange: Bool,
    measuring opening: inout SeedingOpening?
  ) -> SolverPoints {
    let points =
      areWithinRange && RecordRows.canReplacePoints(data, context.unit)
      ? LatticePoints(
        replaceableBy: data, keepsTiles: TilePolicy.current.keepsTiles(of: data), unit: context.unit,
        threads: context.threads, measuring: &opening)
      : LatticePoints(data, unit: context.unit, threads: context.threads)
    return SolverPoints(points, keys: keys)
  }

  /// The records, where they can be read in the points' place.
  private func rows(_ data: Dataset, _ context: FitContext) -> RecordRows? {
    guard areWithinRange else { return nil }
    return RecordRows(
      data.coordinates, dimension: data.dimension, rows: nil,
      LatticeRounding(context.unit, dimension: data.dimension))
  }

  private static func origin(_ data: Dataset, areWithinRange: Bool) -> PointOrigin {
    .records(PointRecords(data: data, rows: nil, areWithinRange: areWithinRange))
  }

  private static func solver(_ context: FitContext) -> Solver {
    let settings = context.settings
    return Solver(
      settings: settings.solver(
        clusters: settings.clusters, restarts: settings.restarts,
        settings.method == .lloyd ? .lloyd : .quantized),
      random: context.random, unit: context.unit, dimension: context.dimension, threads: context.threads,
      keepsAssignments: context.keepsAssignments)
  }

  mutating func dropAssignments() {
    points?.dropAssignments()
  }

  mutating func load(_ data: Dataset, keys: [Word128], _ context: FitContext) {
    areWithinRange = context.areWithinRange(data)
    var points = Self.points(data, keys, context, areWithinRange: areWithinRange)
    points.caches = solution.runs.map { _ in RunCache() }
    self.points = points
  }

  mutating func delete(
    rows: [Int], from data: inout Dataset, _ context: FitContext, _ effect: inout ReplayEffect
  ) {
    let records = self.rows(data, context)
    guard let change = points?.change(leaving: rows, rows: records, threads: context.threads) else {
      preconditionFailure("Records in memory have points.")
    }
    // Nothing else holds the coordinates now, so they change in place.
    _ = consume records
    data.removeSwapping(rows: rows)
    points?.removeSwapping(points: rows, threads: context.threads)
    // Taken out, as the survivors are read beside them.
    var (solution, caches) = (Solution(), [RunCache]())
    swap(&solution, &self.solution)
    points?.exchange(&caches)
    let isComplete = Self.solver(context).replay(
      &solution, change, count: data.count, totalWeight: context.summary.totalWeight, caches: &caches, &effect
    ) { points?.input(Self.origin(data, areWithinRange: areWithinRange)) }
    precondition(isComplete, "A replay that has the records never stops halfway.")
    swap(&solution, &self.solution)
    points?.exchange(&caches)
    columnsRead += effect.columnsRead
    // To read that many took about as long as to make the tiles does. So where many centroids move, which is faster with
    // tiles that have a column in one piece, they are kept from now on; and where few do, never.
    if columnsRead > context.dimension {
      points?.keepTiles(Self.origin(data, areWithinRange: areWithinRange), threads: context.threads)
    }
  }

  mutating func delete(
    leaving: Dataset, keys: [Word128], _ context: FitContext, _ effect: inout ReplayEffect
  ) -> Bool {
    var points = Self.points(leaving, keys, context, areWithinRange: false)
    let change = PointChange(leaving: Array(0..<leaving.count), of: &points)
    var none: [RunCache] = []
    return Self.solver(context).replay(
      &solution, change, count: context.summary.recordCount, totalWeight: context.summary.totalWeight,
      caches: &none, &effect
    ) { nil }
  }
}

extension FlatFit {
  var published: Centroids? { solution.centroids }
  var publishedRound: Run.Round? { solution.best }

  var publishedLabels: [UInt16]? {
    guard let points, !solution.runs.isEmpty, let known = points.caches[solution.bestRun].assignments
    else { return nil }
    let round = solution.runs[solution.bestRun].bestRound
    return known.isKnown[round] ? known.labels(ofRound: round) : nil
  }

  func hasState(of other: any FittedStructure) -> Bool {
    (other as? FlatFit)?.solution == solution
  }

  func describe(_ resolved: inout ResolvedSettings) {
    guard !solution.runs.isEmpty else { return }
    let run = solution.runs[solution.bestRun]
    resolved.epsilon = Double(run.cell) * resolved.unit
    resolved.seedingShare = 1 / Double(1 << run.seeding.sample.halvings)
    resolved.bestRun = solution.bestRun + 1
    resolved.bestRound = run.bestRound
  }

  func encode(to encoder: inout CanonicalEncoder) {
    solution.encode(to: &encoder)
  }

  init(from decoder: inout CanonicalDecoder, _ context: FitContext) throws(DecodingFailure) {
    solution = try Solution(
      from: &decoder, dimension: context.dimension, Self.solver(context).settings,
      count: context.summary.recordCount, weight: context.summary.totalWeight)
  }

  init(fromVersion1 decoder: inout CanonicalDecoder, _ context: FitContext) throws(DecodingFailure) {
    solution = try Solution(
      fromVersion1: &decoder, dimension: context.dimension, Self.solver(context).settings,
      count: context.summary.recordCount)
  }
}
