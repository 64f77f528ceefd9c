// The settings of a fit, as the command line gives them.
//
// Every option is optional here, so that what was given is told from what was not: that decides
// between it, the settings of another model, and the default.

import ArgumentParser
import DeletableClustering
import ModelStore
import RecordFiles

extension ClusteringMethod: ExpressibleByArgument {}
extension Merging: ExpressibleByArgument {}
extension NodeSolver: ExpressibleByArgument {}

struct FitSettings: ParsableArguments {
  @Argument(help: .hidden)
  var moreFeatures: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of clusters, 1 to 65535. Required without --like.", valueName: "k"),
    transform: wholeNumber(in: 1...65_535))
  var clusters: Int?

  @Option(
    help: ArgumentHelp("How to fit. (default: quantized)", valueName: "method"))
  var method: ClusteringMethod?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column, or a pattern with *, ?, [...] or [!...] for several. May be repeated; default: all but the id and "
        + "the weight.",
      valueName: "name-or-glob"))
  var features: [String] = []

  @Option(
    help: ArgumentHelp(
      "The column with whole-number weights: a record of weight w counts as w records. (default: 1 each)",
      valueName: "column"))
  var weight: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of rounds, 1 to 1000. (default: 10)", valueName: "t"),
    transform: wholeNumber(in: 1...1_000))
  var iterations: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size of the cells to which means are rounded, in the input's units or, with preparation, in the units "
        + "that come out of it; not with lloyd. With divide-and-conquer, at the root; nodes below it use cells at "
        + "least four times as large. (default: automatic)",
      valueName: "e"),
    transform: FitSettings.epsilon)
  var epsilon: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of an average cluster's size below which a cluster is held back, a decimal or a fraction; "
        + "not with lloyd. (default: 1/20)",
      valueName: "g"),
    transform: FitSettings.balance)
  var balance: BalanceFraction?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How often to start from new seeds, 1 to 1000; the least loss wins. With divide-and-conquer, at the "
        + "root. (default: 1; divide-and-conquer: 4)",
      valueName: "r"),
    transform: wholeNumber(in: 1...1_000))
  var restarts: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "About how many records the seeding looks at, or 'all'; of four times as many or more, it looks at a "
        + "sample. (default: automatic, 4096 or 128 a cluster)",
      valueName: "m"),
    transform: FitSettings.sample)
  var seedingSample: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The number of leaves, 1 to 1048576, with divide-and-conquer. (default: automatic)", valueName: "w"),
    transform: wholeNumber(in: 1...1 << 20))
  var leaves: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Levels of nodes above the leaves, 1 to 8, with divide-and-conquer. (default: automatic)",
      valueName: "levels"),
    transform: wholeNumber(in: 1...8))
  var depth: Int?

  @Option(
    help: ArgumentHelp(
      "What centroids count for in the node above, with divide-and-conquer. (default: weighted)",
      valueName: "merging"))
  var merge: Merging?

  @Option(
    help: ArgumentHelp(
      "How each node is fitted, with divide-and-conquer. (default: quantized)", valueName: "solver"))
  var solver: NodeSolver?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all draws are made from, 0 to 2^64 - 1. (default: 0)", valueName: "n"),
    transform: FitSettings.seed)
  var seed: UInt64?

  @OptionGroup var preparation: PreparationOptions

  @Option(
    help: ArgumentHelp(
      "Take the method, settings, seed, id and weight columns and features of this model. Other options win.",
      valueName: "model"), completion: .directory)
  var like: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use; they change no result. (default: all cores)", valueName: "n"),
    transform: wholeNumber(in: 1...Int.max))
  var threads: Int?

  @OptionGroup var keys: KeyOptions

  /// Whether the checks are passed over, to learn what the parser itself would say.
  @TaskLocal static var isUnchecked = false

  func validate() throws {
    if Self.isUnchecked { return }
    if let extra = moreFeatures.first, features.isEmpty {
      throw ValidationError("Unexpected argument '\(extra)'.")
    }
    if clusters == nil, like == nil {
      throw ValidationError("Missing expected argument '--clusters <k>'.")
    }
    if like == nil { try checkOptions(of: method ?? .quantized) }
  }

  /// Throws a usage error if an option was given that the method does not have.
  private func checkOptions(of method: ClusteringMethod) throws {
    let tree: [(String, Bool)] = [
      ("--leaves", leaves != nil), ("--depth", depth != nil), ("--merge", merge != nil),
      ("--solver", solver != nil),
    ]
    if method != .divideAndConquer, let (option, _) = tree.first(where: { $0.1 }) {
      throw ValidationError("\(option) goes with --method divide-and-conquer only.")
    }
    let cells = [("--epsilon", epsilon != nil), ("--balance", balance != nil)]
    if method == .lloyd, let (option, _) = cells.first(where: { $0.1 }) {
      throw ValidationError("\(option) does not go with --method lloyd.")
    }
  }

  private static func epsilon(_ text: String) throws -> Double {
    guard let epsilon = Double(text), epsilon > 0, epsilon.isFinite else {
      throw ValidationError("It must be a number above 0.")
    }
    return epsilon
  }

  private static func seed(_ text: String) throws -> UInt64 {
    guard let seed = UInt64(text) else {
      throw ValidationError("It must be a whole number from 0 to 2^64 - 1.")
    }
    return seed
  }

  private static func balance(_ text: String) throws -> BalanceFraction {
    guard let fraction = BalanceFraction(text) else {
      throw ValidationError("It must be a number from 0 to 1, such as 0.05 or 1/20.")
    }
    return fraction
  }

  private static func sample(_ text: String) throws -> Int {
    if text == "all" { return ModelSettings.everyRecord }
    guard let count = Int(text), (1...ModelSettings.everyRecord).contains(count) else {
      throw ValidationError("It must be from 1 to \(ModelSettings.everyRecord), or 'all'.")
    }
    return count
  }

  /// What is to be read and fitted.
  struct Request {
    var selection: TableSelection
    /// The order that the features are to be in; nil for the table's.
    var featureOrder: [String]?
    var settings: ModelSettings
    var threads: Int
    /// Known limits of columns, which are told by their names once a table is read.
    var domains: [Domain] = []

    /// The settings for records with these features.
    func settings(features: [String]) throws -> ModelSettings {
      var settings = settings
      settings.preparation = try Domain.known(domains, in: settings.preparation, features: features)
      return settings
    }
  }

  /// Settles each setting: from its option, else from the model that is to be followed, else the default.
  func request(_ input: InputOptions) throws -> Request {
    let threads = threads ?? Parallel.coreCount
    var selection = input.selection(features: features + moreFeatures)
    selection.weightColumn = weight
    var featureOrder: [String]?
    var settings = ModelSettings(method ?? .quantized, clusters: clusters ?? 1)
    if let like {
      let other = try StoredModel.open(
        at: like, access: .reading, key: keys.key(for: like), threads: threads)
      settings = Self.settings(like: other.model.settings, method)
      if selection.features.isEmpty {
        selection.features = other.model.featureNames
        featureOrder = other.model.featureNames
      }
      if selection.idsFile == nil, selection.idColumn == nil {
        selection.idColumn = other.metadata.idColumn
      }
      selection.weightColumn = weight ?? other.metadata.weightColumn
      try checkOptions(of: settings.method)
    }
    try checkIDIsNoFeature(selection.idColumn)
    applyOptions(to: &settings)
    settings.preparation = try preparation.preparation(like: settings.preparation)
    selection.acceptsMissing = settings.preparation.fillsMissing
    return Request(
      selection: selection, featureOrder: featureOrder, settings: settings, threads: threads,
      domains: preparation.domain)
  }

  /// Throws if the column of the ids was named as a feature. A model with such a feature, which `--like` takes
  /// over, can still be compared with.
  private func checkIDIsNoFeature(_ column: String?) throws {
    guard let column, (features + moreFeatures).contains(where: { $0.utf8.elementsEqual(column.utf8) })
    else { return }
    throw ToolError(.usage, "--features: the column \(column) holds the ids, so it cannot be a feature.")
  }

  /// Another model's settings, or of another method those that both have.
  private static func settings(like other: ModelSettings, _ method: ClusteringMethod?) -> ModelSettings {
    guard let method, method != other.method else { return other }
    var settings = ModelSettings(method, clusters: other.clusters)
    settings.iterations = other.iterations
    settings.seedingSample = other.seedingSample
    settings.seed = other.seed
    settings.preparation = other.preparation
    if method != .lloyd, other.method != .lloyd {
      settings.epsilon = other.epsilon
      settings.balance = other.balance
    }
    return settings
  }

  private func applyOptions(to settings: inout ModelSettings) {
    if let clusters { settings.clusters = clusters }
    if let iterations { settings.iterations = iterations }
    if let restarts { settings.restarts = restarts }
    if let seedingSample { settings.seedingSample = seedingSample }
    if let epsilon { settings.epsilon = epsilon }
    if let balance { settings.balance = balance }
    if let seed { settings.seed = seed }
    if let leaves { settings.tree.leaves = leaves }
    if let depth { settings.tree.depth = depth }
    if let merge { settings.tree.merging = merge }
    if let solver { settings.tree.solver = solver }
  }
}

/// Reads a number of the command line, or says which numbers may stand there.
func wholeNumber(in range: ClosedRange<Int>) -> @Sendable (String) throws -> Int {
  { text in
    guard let number = Int(text), range.contains(number) else {
      let bounds =
        range.upperBound == .max
        ? "of at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
      throw ValidationError("It must be a whole number \(bounds).")
    }
    return number
  }
}
