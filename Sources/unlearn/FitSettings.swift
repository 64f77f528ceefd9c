// The settings of a fit, as the command line gives them.
//
// Every option is optional here, so that what was given is told from what was not: that decides
// between it, the settings of another model, and the default.

import ArgumentParser
import DeletableClustering
import ModelStore
import RecordFiles

/// The methods that the command line knows.
enum Method: String, ExpressibleByArgument, CaseIterable {
  case quantized
  case divideAndConquer = "divide-and-conquer"
  case lloyd
}

struct FitSettings: ParsableArguments {
  @Argument(help: .hidden)
  var moreFeatures: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of clusters, 1 to 65535. Required without --like.", valueName: "k"))
  var clusters: Int?

  @Option(
    help: ArgumentHelp("How to fit; this version has quantized. (default: quantized)", valueName: "method"))
  var method: Method?

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A column, or a pattern with * and ? for several. May be repeated; default: all but the id.",
      valueName: "name-or-glob"))
  var features: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of rounds, 1 to 1000. (default: 10)", valueName: "t"))
  var iterations: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The size of the cells to which means are rounded, in the input's units. (default: automatic)",
      valueName: "e"))
  var epsilon: Double?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The share of an average cluster's size below which a cluster is held back, a decimal or a fraction. "
        + "(default: 1/20)",
      valueName: "g"),
    transform: FitSettings.balance)
  var balance: BalanceFraction?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The number of leaves, with divide-and-conquer. (default: automatic)", valueName: "w"))
  var leaves: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What all draws are made from, 0 to 2^64 - 1. (default: 0)", valueName: "n"))
  var seed: UInt64?

  @Option(
    help: ArgumentHelp(
      "Take the settings, seed, id column and features of this model. Other options win.",
      valueName: "model"))
  var like: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Threads to use; they change no result. (default: all cores)", valueName: "n"))
  var threads: Int?

  func validate() throws {
    if let extra = moreFeatures.first, features.isEmpty {
      throw ValidationError("Unexpected argument '\(extra)'.")
    }
    if clusters == nil, like == nil {
      throw ValidationError("Missing expected argument '--clusters <k>'.")
    }
    try check(clusters, in: 1...65_535, "--clusters")
    try check(iterations, in: 1...1_000, "--iterations")
    try check(threads, in: 1...Int.max, "--threads")
    try check(leaves, in: 1...Int.max, "--leaves")
    if let epsilon, !(epsilon > 0 && epsilon.isFinite) {
      throw ValidationError("--epsilon must be a number above 0.")
    }
    if let method, method != .quantized {
      throw ValidationError("This version has no method '\(method.rawValue)', only 'quantized'.")
    }
    if leaves != nil {
      throw ValidationError("--leaves goes with --method divide-and-conquer only.")
    }
  }

  private static func balance(_ text: String) throws -> BalanceFraction {
    guard let fraction = BalanceFraction(text) else {
      throw ValidationError("It must be a number from 0 to 1, such as 0.05 or 1/20.")
    }
    return fraction
  }

  /// What is to be read and fitted.
  struct Request {
    var selection: TableSelection
    /// The order that the features are to be in; nil for the table's.
    var featureOrder: [String]?
    var configuration: QuantizedKMeans.Configuration
    var threads: Int
  }

  /// Settles each setting: from its option, else from the model that is to be followed, else the default.
  func request(_ input: InputOptions) throws -> Request {
    let threads = threads ?? Parallel.coreCount
    var selection = input.selection(features: features + moreFeatures)
    var featureOrder: [String]?
    var configuration = QuantizedKMeans.Configuration(clusters: clusters ?? 1)
    if let like {
      let other = try StoredModel.open(at: like, access: .reading, threads: threads)
      configuration = other.model.configuration
      if selection.features.isEmpty {
        selection.features = other.model.featureNames
        featureOrder = other.model.featureNames
      }
      if selection.idsFile == nil, selection.idColumn == nil {
        selection.idColumn = other.metadata.idColumn
      }
    }
    if let clusters { configuration.clusters = clusters }
    if let iterations { configuration.iterations = iterations }
    if let epsilon { configuration.epsilon = epsilon }
    if let balance { configuration.balance = balance }
    if let seed { configuration.seed = seed }
    return Request(
      selection: selection, featureOrder: featureOrder, configuration: configuration, threads: threads)
  }
}

/// Throws a usage error unless the number is absent or in the range.
func check(_ value: Int?, in range: ClosedRange<Int>, _ option: String) throws {
  guard let value, !range.contains(value) else { return }
  let bounds =
    range.upperBound == .max
    ? "at least \(range.lowerBound)" : "from \(range.lowerBound) to \(range.upperBound)"
  throw ValidationError("\(option) must be \(bounds).")
}
