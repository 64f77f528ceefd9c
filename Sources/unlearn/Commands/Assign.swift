// `unlearn assign`: the nearest cluster of each row of a table.

import ArgumentParser
import DeletableClustering
import ModelStore
import RecordFiles

struct Assign: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Assign the rows of a table to a model's clusters.",
    usage: "unlearn assign <model> <input> [<options>]",
    discussion: """
      Example:
        unlearn assign model new.csv --id participant --output clusters.csv

      Writes CSV with the header id,cluster, in the order of the rows; clusters count from 0. A \
      table with a header must have the model's features; its other columns are passed over. The \
      rows do not become part of the model. Without --id and --ids, the ids are row numbers from 0.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var input: InputOptions

  @Option(
    help: ArgumentHelp("Write to this new file instead of standard output.", valueName: "file"),
    completion: .exported)
  var output: String?

  @OptionGroup var keys: KeyOptions

  func run() throws {
    let progress = Progress()
    let file = try output.map { try NewFile($0) }
    let stored = try keys.open(model, .reading)
    var selection = input.selection(features: stored.model.featureNames)
    selection.acceptsMissing = stored.model.settings.preparation.fillsMissing
    let rows = try progress.stage("Reading \(input.input)") {
      try RecordFiles.read(input.input, selecting: selection).arranged(byFeatures: stored.model.featureNames)
    }
    try checkClusters(rows, stored.model)
    try Fitting.requireSuitableBLAS()
    let clusters = progress.stage("Assigning") { stored.model.predict(rows) }
    try progress.stage("Writing") {
      try Labels.write(rows.ids, clusters) { bytes in
        if let file { try file.write(bytes) } else { try StandardStreams.write(bytes) }
      }
    }
    try file?.finish()
  }

  private func checkClusters(_ rows: Dataset, _ model: any DeletableModel) throws {
    guard !model.centroids.isEmpty || rows.count == 0 else {
      throw ToolError(.badData, "\(self.model) has no clusters, because all its records left.")
    }
  }
}
