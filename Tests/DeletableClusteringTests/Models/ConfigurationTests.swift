import TestSupport
import Testing

@testable import DeletableClustering

struct ConfigurationTests {
  private let data = GeneratedCase(.mixture, seed: 1).data

  /// Settings with one that is changed.
  private func settings(
    _ method: ClusteringMethod, _ change: (inout ModelSettings) -> Void
  ) -> ModelSettings {
    var settings = ModelSettings(method, clusters: 2)
    change(&settings)
    return settings
  }

  /// The setting that a fit finds fault with; nil if there is none.
  private func fault(_ settings: ModelSettings) throws -> String? {
    do {
      _ = try settings.fit(data)
      return nil
    } catch {
      switch error {
      case .configuration(.outOfRange(let setting, _)), .configuration(.notOfMethod(let setting, _)):
        #expect("\(error)".contains(setting))
        return setting
      case .configuration(.preparation): return "preparation"
      case .missingValue, .tooLarge, .unsuitableLinearAlgebra: throw error
      }
    }
  }

  @Test("Steps that do not fit one another or the records are errors", arguments: ClusteringMethod.allCases)
  func preparations(method: ClusteringMethod) throws {
    func fault(of preparation: Preparation) throws -> String? {
      var settings = ModelSettings(method, clusters: 2)
      settings.preparation = preparation
      return try self.fault(settings)
    }
    let dimension = data.dimension
    let tooMany = Preparation(Array(repeating: .standardize, count: 17))
    for wrong in [
      [.standardize, .fillMissing], [.principalComponents(dimension + 1)], tooMany,
      [.randomProjection(2), .principalComponents(3)], [.minMax(known: [.infinity...(.infinity)])],
      [.minMax(known: [1...1])],
      [.minMax(known: Array(repeating: nil, count: dimension + 1))],
    ] as [Preparation] {
      #expect(try fault(of: wrong) == "preparation", "\(wrong)")
    }
    for wrong in [[.randomProjection(0)], [.principalComponents(-1)], [.randomProjection(65_537)]]
      as [Preparation]
    {
      #expect(try fault(of: wrong) == "dimensions", "\(wrong)")
    }
    let most = Preparation(Array(repeating: .standardize, count: 16))
    for right in [most, [.fillMissing, .principalComponents(dimension)], [.minMax(known: [nil])]]
      as [Preparation]
    {
      #expect(try fault(of: right) == nil, "\(right)")
    }
  }

  @Test("A missing value is refused, unless it is filled")
  func missingValues() throws {
    let gap = try Dataset(rows: [[1, 2], [3, .nan], [.nan, 0]])
    #expect(throws: FitError.missingValue(row: 1, column: 1)) {
      try QuantizedKMeans.fit(gap, .init(clusters: 2))
    }
    #expect(throws: FitError.missingValue(row: 1, column: 1)) {
      try QuantizedKMeans.fit(gap, .init(clusters: 2, preparation: [.standardize]))
    }
    #expect(throws: Never.self) {
      try QuantizedKMeans.fit(gap, .init(clusters: 2, preparation: [.fillMissing]))
    }
  }

  @Test("Settings out of range are errors that name the setting", arguments: ClusteringMethod.allCases)
  func ranges(method: ClusteringMethod) throws {
    for clusters in [-1, 0, 65_536, .max] {
      #expect(try fault(settings(method) { $0.clusters = clusters }) == "clusters")
    }
    for count in [-1, 0, 1001, .max] {
      #expect(try fault(settings(method) { $0.iterations = count }) == "iterations")
      #expect(try fault(settings(method) { $0.restarts = count }) == "restarts")
    }
    for count in [-1, 0, 1 << 30 + 1, .max] {
      #expect(try fault(settings(method) { $0.seedingSample = count }) == "seedingSample")
    }
    #expect(try fault(settings(method) { $0.seedingSample = ModelSettings.everyRecord }) == nil)
    for epsilon in [0, -0.0, -1, .nan, .infinity, -.infinity] as [Double] {
      #expect(try fault(settings(method) { $0.epsilon = epsilon }) == "epsilon")
    }
    #expect(try fault(settings(method) { $0.iterations = 1000 }) == nil)
    #expect(
      try fault(
        settings(method) {
          $0.restarts = 1000
          $0.iterations = 1
        }) == nil)
  }

  @Test("Lloyd's algorithm has neither ε nor γ, and flat methods have no tree")
  func settingsOfOtherMethods() throws {
    #expect(try fault(settings(.lloyd) { $0.epsilon = 1 }) == "epsilon")
    #expect(try fault(settings(.lloyd) { $0.balance = BalanceFraction(1, over: 20) }) == "balance")
    #expect(try fault(settings(.lloyd) { _ in }) == nil)
    for method in [ClusteringMethod.quantized, .lloyd] {
      #expect(try fault(settings(method) { $0.tree.leaves = 2 }) == "tree")
      #expect(try fault(settings(method) { $0.tree.merging = .unweighted }) == "tree")
    }
  }

  @Test("The tree's settings have ranges of their own")
  func treeRanges() throws {
    for leaves in [-1, 0, 1 << 20 + 1, .max] {
      #expect(try fault(settings(.divideAndConquer) { $0.tree.leaves = leaves }) == "leaves")
    }
    for depth in [-1, 0, 9, .max] {
      #expect(try fault(settings(.divideAndConquer) { $0.tree.depth = depth }) == "depth")
    }
    for depth in 1...8 {
      #expect(try fault(settings(.divideAndConquer) { $0.tree.depth = depth }) == nil)
    }
  }

  @Test("Configurations are views of one record of settings, defaults included")
  func views() throws {
    for seed in UInt64(0)..<44 {
      let sample = GeneratedCase(seed: seed)
      #expect(QuantizedKMeans.Configuration(sample.settings(.quantized)) == sample.configuration)
      #expect(LloydKMeans.Configuration(sample.settings(.lloyd)) == sample.lloyd)
      #expect(DivideAndConquerKMeans.Configuration(sample.settings(.divideAndConquer)) == sample.tree)
      #expect(try LloydKMeans.fit(sample.data, sample.lloyd).configuration == sample.lloyd)
    }
    #expect(QuantizedKMeans.Configuration(clusters: 3).settings == ModelSettings(.quantized, clusters: 3))
    #expect(LloydKMeans.Configuration(clusters: 3).settings == ModelSettings(.lloyd, clusters: 3))
    #expect(
      DivideAndConquerKMeans.Configuration(clusters: 3).settings
        == ModelSettings(.divideAndConquer, clusters: 3))
    let restarts = ClusteringMethod.allCases.map { ModelSettings($0, clusters: 3).restarts }
    #expect(zip(ClusteringMethod.allCases, restarts).allSatisfy { $1 == ($0 == .divideAndConquer ? 4 : 1) })
  }

  @Test("The type of a fitted model is that of its method", arguments: ClusteringMethod.allCases)
  func types(method: ClusteringMethod) throws {
    let model = try ModelSettings(method, clusters: 2).fit(data)
    #expect(type(of: model).method == method && method.model == type(of: model))
    #expect((model is any FlatModel) == (method != .divideAndConquer))
  }

  @Test("Any settings are read as they were written", arguments: UInt64(0)..<60)
  func encodedSettings(seed: UInt64) throws {
    var random = SplitMix(seed)
    let method = random.element(ClusteringMethod.allCases)
    var settings = ModelSettings(method, clusters: random.element([1, 7, 65_535]))
    settings.iterations = random.element([1, 999, 1000])
    settings.restarts = random.element([1, 3, 1000])
    settings.seedingSample = random.element([nil, 1, 4096, ModelSettings.everyRecord])
    settings.seed = random.element([0, .max, random.next()])
    if method != .lloyd {
      settings.epsilon = random.element([nil, Double.leastNonzeroMagnitude, 0.1, 1e300])
      settings.balance = random.element([
        .zero, BalanceFraction(1, over: 1), BalanceFraction(1, over: 1_000_000),
      ])
    }
    if method == .divideAndConquer {
      settings.tree = TreeSettings(
        leaves: random.element([nil, 1, 37]), depth: random.element([nil, 1, 8]),
        merging: random.element(Merging.allCases), solver: random.element(NodeSolver.allCases))
    }
    let empty = try Dataset(coordinates: .double([]), dimension: 2)
    let model = try settings.fit(empty)
    let read = try model.reopened()
    #expect(read.settings == settings && read.core == model.core)
    #expect(model.encoded == Twin.encoding(of: empty, settings))
  }

  @Test(
    "No records give an empty model, which predicts nothing and deletes nothing",
    arguments: ClusteringMethod.allCases)
  func noRecords(method: ClusteringMethod) throws {
    let empty = try Dataset(coordinates: .double([]), dimension: 3)
    var model = try ModelSettings(method, clusters: 4).fit(empty)
    let summary = try model.clusterSummary()
    #expect(model.centroids.isEmpty && summary.clusterSizes.isEmpty && summary.inertia == 0)
    #expect(try model.labels().isEmpty)
    #expect(model.predict(try Dataset(rows: [[1, 2, 3]])).isEmpty)
    #expect(try model.delete(["0"]).unknownIDs == ["0"])
    #expect(model.encoded == Twin.encoding(of: empty, model.settings))
  }

  @Test("A model that would get another method's core traps, at once")
  func foreignCoreTraps() async {
    await #expect(processExitsWith: .failure) {
      let data = try Dataset(rows: [[1], [2]])
      var model = try QuantizedKMeans.fit(data, .init(clusters: 1))
      model.core = try LloydKMeans.fit(data, .init(clusters: 1)).core
    }
    await #expect(processExitsWith: .failure) {
      let data = try Dataset(rows: [[1], [2]])
      var model = try LloydKMeans.fit(data, .init(clusters: 1))
      model.core = try DivideAndConquerKMeans.fit(data, .init(clusters: 1)).core
    }
    await #expect(processExitsWith: .failure) {
      let data = try Dataset(rows: [[1], [2]])
      var model = try DivideAndConquerKMeans.fit(data, .init(clusters: 1))
      model.core = try QuantizedKMeans.fit(data, .init(clusters: 1)).core
    }
  }

  @Test("A fit on no threads traps")
  func noThreadsTraps() async {
    await #expect(processExitsWith: .failure) {
      let data = try Dataset(rows: [[1]])
      _ = try QuantizedKMeans.fit(data, .init(clusters: 1), threads: 0)
    }
  }

  @Test(
    "Labels, sizes, inertia and predictions agree with each other and with the plain fit",
    arguments: ClusteringMethod.allCases, UInt64(0)..<44)
  func predictions(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let model = try sample.settings(method).fit(sample.data)
    let labels = try model.labels()
    #expect(model.predict(sample.data) == labels)
    let summary = try model.clusterSummary()
    #expect(
      summary.clusterSizes
        == model.centroids.indices.map { cluster in
          labels.indices.filter { labels[$0] == cluster }.reduce(0) { $0 + sample.data.weight(ofRow: $1) }
        })
    if let flat = model as? any FlatModel {
      #expect(flat.clusterSizes == summary.clusterSizes && flat.inertia == summary.inertia)
      let twin = Twin(sample.data, model.settings).solution
      #expect(labels == twin.best?.labels)
      #expect(model.resolved.bestRun == twin.bestRun + 1)
      #expect(model.resolved.bestRound == twin.runs[twin.bestRun].bestRound)
    } else {
      let twin = TwinTree(sample.data, model.settings)
      #expect(summary == twin.summary)
      #expect(model.resolved.leaves == twin.shape.leafCount && model.resolved.width == twin.shape.width)
      #expect(model.resolved.depth == twin.shape.nodeCounts.count - 1)
    }
  }
}

extension TwinTree {
  /// The loss about the root's centroids and their clusters' sizes, record by record.
  fileprivate var summary: ClusterSummary {
    let points = TwinPoints(data, lattice, keys: TwinKeys.keys(of: data, seed: settings.seed))
    let centroids = levels[0][0].centroids
    var sizes = centroids.map { _ in 0 }
    var loss: Int128 = 0
    for (place, weight) in zip(points.places, points.weights) {
      let label = TwinLattice.nearest(place, centroids)
      sizes[label] += Int(weight)
      loss += weight * TwinLattice.squaredDistance(place, centroids[label])
    }
    let unit = Double(sign: .plus, exponent: lattice.unitExponent, significand: 1)
    return ClusterSummary(inertia: Double(loss) * unit * unit, clusterSizes: sizes)
  }
}
