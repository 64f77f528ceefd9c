// What is done to records before they are clustered, as the command line gives it.

import ArgumentParser
import DeletableClustering

struct PreparationOptions: ParsableArguments {
  enum Missing: String, ExpressibleByArgument, CaseIterable {
    case error, mean
  }

  enum Scale: String, ExpressibleByArgument, CaseIterable {
    case none, minmax, standard
  }

  @Option(
    help: ArgumentHelp(
      "What to do with missing values (empty, NA, NaN, null): refuse them, or fill in the column's mean. "
        + "(default: error)",
      valueName: "error|mean"))
  var missing: Missing?

  @Option(
    help: ArgumentHelp(
      "Scale the columns: to 0 and 1, or to mean 0 and deviation 1. (default: none)",
      valueName: "none|minmax|standard"))
  var scale: Scale?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "With minmax, limits that are known beforehand, for all columns (0:255) or for one (age=0:120). May be "
        + "repeated.",
      valueName: "[column=]low:high"),
    transform: Domain.init)
  var domain: [Domain] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Project onto so many keyed random sums of columns; learns nothing from the records. (default: no)",
      valueName: "d"),
    transform: wholeNumber(in: Preparation.dimensionRange))
  var project: Int?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Project onto so many principal components, after --project if both are given. (default: no)",
      valueName: "d"),
    transform: wholeNumber(in: Preparation.dimensionRange))
  var pca: Int?

  @Flag(help: "Divide principal components by their deviation.")
  var whiten = false

  private var isGiven: Bool {
    missing != nil || scale != nil || !domain.isEmpty || project != nil || pca != nil || whiten
  }

  /// The preparation that these options and another model's ask for. Known limits of single columns are
  /// missing still.
  func preparation(like other: Preparation) throws -> Preparation {
    guard isGiven else { return other }
    var parts = try Parts(other)
    if let missing { parts.fillsMissing = missing == .mean }
    if let scale {
      parts.scaling =
        switch scale {
        case .none: nil
        case .minmax: .minMax()
        case .standard: .standardize
        }
    }
    if let project { parts.projection = project }
    if let pca {
      parts.components = pca
      parts.isWhitened = whiten
    } else if whiten {
      guard parts.components != nil else { throw ValidationError("--whiten goes with --pca only.") }
      parts.isWhitened = true
    }
    if !domain.isEmpty {
      guard case .minMax = parts.scaling else {
        throw ValidationError("--domain goes with --scale minmax only.")
      }
      parts.scaling = .minMax(known: domain.last { $0.column == nil }.map { [$0.range] } ?? [])
    }
    return parts.preparation
  }
}

/// Limits of a column, or of all, as `--domain` gives them.
struct Domain {
  /// Nil for all columns.
  let column: String?
  let range: ClosedRange<Double>

  init(_ text: String) throws {
    let parts = text.split(separator: "=", omittingEmptySubsequences: false)
    let limits = (parts.last ?? "").split(separator: ":", omittingEmptySubsequences: false)
    guard limits.count == 2, let low = Double(limits[0]), let high = Double(limits[1]), low.isFinite,
      high.isFinite
    else { throw ValidationError("It must be LOW:HIGH or COLUMN=LOW:HIGH, with two numbers.") }
    guard low < high else { throw ValidationError("LOW must be below HIGH.") }
    // A name may hold equals signs of its own.
    column = parts.count == 1 ? nil : parts.dropLast().joined(separator: "=")
    range = low...high
  }

  /// A preparation with the limits that are known of single columns.
  ///
  /// - Throws: ``ToolError`` for a column that is not there.
  static func known(
    _ domains: [Domain], in preparation: Preparation, features: [String]
  ) throws -> Preparation {
    guard domains.contains(where: { $0.column != nil }) else { return preparation }
    var ranges = Array(repeating: domains.last { $0.column == nil }?.range, count: features.count)
    for domain in domains {
      guard let column = domain.column else { continue }
      guard let place = features.firstIndex(where: { $0.utf8.elementsEqual(column.utf8) }) else {
        throw ToolError(.badData, "--domain: there is no column \(column).")
      }
      ranges[place] = domain.range
    }
    return Preparation(
      preparation.steps.map { step in
        if case .minMax = step { .minMax(known: ranges) } else { step }
      })
  }
}

/// A preparation as the tool's options make it: at most one of each part, in this order.
private struct Parts {
  var fillsMissing: Bool
  var scaling: Preparation.Step?
  var projection: Int?
  var components: Int?
  var isWhitened = false

  /// - Throws: A usage error for steps in another order, which only the library makes.
  init(_ preparation: Preparation) throws {
    var rest = preparation.steps[...]
    fillsMissing = preparation.fillsMissing
    if fillsMissing { rest.removeFirst() }
    switch rest.first {
    case .standardize, .minMax: scaling = rest.removeFirst()
    default: break
    }
    if case .randomProjection(let count) = rest.first {
      projection = count
      rest.removeFirst()
    }
    if case .principalComponents(let count, let isWhitened) = rest.first {
      (components, self.isWhitened) = (count, isWhitened)
      rest.removeFirst()
    }
    guard rest.isEmpty else {
      throw ValidationError(
        "The other model's preparation has steps that no option makes; leave it as it is.")
    }
  }

  var preparation: Preparation {
    var steps: [Preparation.Step] = []
    if fillsMissing { steps.append(.fillMissing) }
    if let scaling { steps.append(scaling) }
    if let projection { steps.append(.randomProjection(projection)) }
    if let components { steps.append(.principalComponents(components, whiten: isWhitened)) }
    return Preparation(steps)
  }
}
