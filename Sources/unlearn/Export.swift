// `unlearn export`: centroids and labels as files for other programs.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model's centroids or labels to files.",
    discussion: """
      Example:
        unlearn export model --centroids centroids.csv --labels labels.csv

      The ending decides the format. Centroids are in the input's units: .csv has the header \
      cluster and the features' names, .npy is a matrix of k rows in double precision. Labels \
      are those of the model's own records: .csv has the header id,cluster, .npy is a vector of \
      whole numbers of 32 bits in the same order. An existing file is never replaced.
      """)

  @Argument(help: "The model's folder.")
  var model: String

  @Option(help: ArgumentHelp("A new .csv or .npy file for the centroids.", valueName: "file"))
  var centroids: String?

  @Option(help: ArgumentHelp("A new .csv or .npy file for the labels.", valueName: "file"))
  var labels: String?

  private enum Format: String {
    case csv
    case npy

    init(ofFile path: String) throws {
      guard let ending = path.split(separator: ".").last, path.contains("."),
        let format = Format(rawValue: ending.lowercased())
      else { throw ValidationError("\(path) must end in .csv or .npy.") }
      self = format
    }
  }

  func validate() throws {
    guard centroids != nil || labels != nil else {
      throw ValidationError("Nothing to write; give --centroids, --labels or both.")
    }
    for path in [centroids, labels].compactMap({ $0 }) { _ = try Format(ofFile: path) }
    if let centroids, centroids == labels {
      throw ValidationError("--centroids and --labels name the same file.")
    }
  }

  func run() throws {
    let progress = Progress()
    let centroidFile = try centroids.map { try NewFile($0) }
    let labelFile = try labels.map { try NewFile($0) }
    let stored = try StoredModel.open(at: model, access: .reading, threads: Parallel.coreCount).model
    if let centroids, let centroidFile {
      try centroidFile.write(Self.table(of: stored, Format(ofFile: centroids)))
    }
    if let labels, let labelFile {
      try Fitting.requireSuitableBLAS()
      try progress.stage("Writing \(labels)") {
        try Self.writeLabels(of: stored, Format(ofFile: labels), to: labelFile)
      }
    }
    try centroidFile?.finish()
    try labelFile?.finish()
  }

  private static func table(of model: any DeletableModel, _ format: Format) -> [UInt8] {
    let centroids = model.centroids
    guard format == .csv else { return NumPyText.matrix(centroids, columns: model.dimension) }
    return centroids.enumerated().reduce(into: CSVText.line(["cluster"] + model.featureNames)) { text, row in
      text += CSVText.line([String(row.offset)] + row.element.map { "\($0)" })
    }
  }

  private static func writeLabels(
    of model: any DeletableModel, _ format: Format, to file: NewFile
  ) throws {
    let labels = try model.labels()
    switch format {
    case .csv: try Labels.write(model.records().ids, labels) { try file.write($0) }
    case .npy: try file.write(NumPyText.vector(labels))
    }
  }
}
