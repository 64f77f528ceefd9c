// The settings of each shape, for every method.

import DeletableClustering

extension GeneratedCase {
  /// What the methods' settings have in common.
  static func settings(
    _ shape: Shape, rows: [[Double]], _ random: inout SplitMix
  ) -> ModelSettings {
    let clusters =
      switch shape {
      case .singleCluster: 1
      case .oneClusterEach: rows.count
      case .fewDistinct, .tiny, .zeros: random.int(2...9)
      default: random.int(1...6)
      }
    var balance = random.element([
      BalanceFraction(1, over: 20), BalanceFraction(1, over: 5), BalanceFraction(0, over: 1),
    ])
    if shape == .heavyBalance {
      balance = random.element([BalanceFraction(9, over: 10), BalanceFraction(1, over: 1)])
    }
    let largest = rows.joined().map(abs).max() ?? 1
    var settings = ModelSettings(.quantized, clusters: clusters)
    settings.epsilon = shape == .coarse ? max(largest, 1) * random.element([0.01, 0.3, 4]) : nil
    settings.iterations = random.element([1, 2, 3, 4, 6, 10])
    settings.balance = balance
    settings.seed = random.next()
    return settings
  }

  static func quantized(
    _ settings: ModelSettings, _ random: inout SplitMix
  ) -> QuantizedKMeans.Configuration {
    .init(
      clusters: settings.clusters, iterations: settings.iterations, epsilon: settings.epsilon,
      balance: settings.balance, restarts: restarts(&random), seedingSample: sample(&random),
      seed: settings.seed)
  }

  static func lloyd(_ settings: ModelSettings, _ random: inout SplitMix) -> LloydKMeans.Configuration {
    .init(
      clusters: settings.clusters, iterations: settings.iterations, restarts: restarts(&random),
      seedingSample: sample(&random), seed: settings.seed)
  }

  static func tree(
    _ settings: ModelSettings, _ random: inout SplitMix
  ) -> DivideAndConquerKMeans.Configuration {
    let shape = TreeSettings(
      leaves: random.int(0...2) == 0 ? nil : random.int(1...9),
      depth: random.element([nil, 1, 2, 3]),
      merging: random.element([.weighted, .weighted, .unweighted]),
      solver: random.element([.quantized, .quantized, .lloyd]))
    return .init(
      clusters: settings.clusters, tree: shape, iterations: settings.iterations,
      epsilon: settings.epsilon, balance: settings.balance, restarts: random.int(1...4),
      seedingSample: sample(&random), seed: settings.seed)
  }

  /// One, often; else two or three.
  private static func restarts(_ random: inout SplitMix) -> Int {
    random.element([1, 1, 2, 3])
  }

  /// Small enough to matter, often.
  private static func sample(_ random: inout SplitMix) -> Int? {
    random.element([nil, ModelSettings.everyRecord, 1, 2, 4, 9, 20])
  }

  /// None, often; else small ones, with a few large ones among them in some cases.
  static func weights(_ shape: Shape, count: Int, _ random: inout SplitMix) -> [UInt32]? {
    let kind = random.int(0...5)
    switch (shape, kind) {
    case (.weighted, 0...2): return (0..<count).map { _ in UInt32(random.int(1...3)) }
    case (.weighted, _), (_, 0): return (0..<count).map { _ in UInt32(random.int(1...9)) }
    case (_, 1):
      return (0..<count).map { _ in
        random.int(0...9) == 0 ? 1 << UInt32(random.int(10...20)) : UInt32(random.int(1...9))
      }
    default: return nil
    }
  }
}
