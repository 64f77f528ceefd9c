// Reading and fitting, and what people are told about them, as all commands do it.

import DeletableClustering
import RecordFiles
import UnlearningEvaluation

enum Fitting {
  /// Reads the records, of which there must be some.
  static func read(
    _ path: String, _ request: FitSettings.Request, _ progress: Progress
  ) throws -> Dataset {
    let data = try progress.stage("Reading \(path)") {
      let data = try readTable(path, request)
      return try request.featureOrder.map { try data.arranged(byFeatures: $0) } ?? data
    }
    guard data.count > 0 else { throw ToolError(.badData, "\(path): there are no records.") }
    return data
  }

  /// Reads, and says of a cell that is no number what can be done about it.
  private static func readTable(_ path: String, _ request: FitSettings.Request) throws -> Dataset {
    do {
      return try RecordFiles.read(path, selecting: request.selection, threads: request.threads)
    } catch {
      throw advised(error, request.selection)
    }
  }

  /// An error, with the options that help against it.
  private static func advised(_ error: RecordFileError, _ selection: TableSelection) -> any Error {
    switch error {
    case .notExact:
      return ToolError(.badData, "\(error); --features can leave the column out.")
    case .notANumber, .notFinite:
      let filling = selection.acceptsMissing ? "" : "--missing mean fills in missing values, and "
      return ToolError(.badData, "\(error); \(filling)--features can leave the column out.")
    default: return error
    }
  }

  /// Fits, and measures the fit alone.
  static func fit(
    _ data: Dataset, _ request: FitSettings.Request, keepingAssignments: Bool, _ progress: Progress
  ) throws -> (model: any DeletableModel, seconds: Double) {
    // Trying out the BLAS is no part of the fit.
    try requireSuitableBLAS()
    let settings = try request.settings(features: data.featureNames)
    return try progress.stage("Fitting") {
      let watch = Stopwatch()
      let model = try settings.fit(
        data, threads: request.threads, keepingAssignments: keepingAssignments,
        progress: { progress.update($0) })
      return (model, watch.seconds)
    }
  }

  /// Throws unless the machine's BLAS computes as exact arithmetic needs it.
  static func requireSuitableBLAS() throws {
    guard LinearAlgebra.isSuitable else {
      throw FitError.unsuitableLinearAlgebra(LinearAlgebra.provider)
    }
  }

  /// Says what a person would want to know about a fit that went well.
  static func warn(_ model: any DeletableModel) throws {
    let asked = model.settings.clusters
    if model.centroids.count < asked {
      // A node passes on only what weighs enough.
      let lack =
        model.settings.method == .divideAndConquer
        ? "fewer than \(asked) distinct centroids reached the root of the tree"
        : "the records have fewer distinct points than \(asked)"
      Messages.note("\(lack), so the model has \(Phrase.count(model.centroids.count, "cluster")).")
    }
    for feature in try model.collapsedFeatures() {
      Messages.note(
        "the column \(feature) varies by less than one step of the lattice, so it tells the model "
          + "nothing; give it a range nearer to that of the largest column.")
    }
  }
}
