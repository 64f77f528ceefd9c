// `unlearn export`: centroids and labels as files for other programs.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Export: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Write a model's centroids or labels to files.",
    usage: "unlearn export <model> [<options>]",
    discussion: """
      Example:
        unlearn export model --centroids centroids.csv --labels labels.csv

      The ending decides the format. Centroids are in the input's units: scales are undone, and \
      after a projection each is the mean of its cluster's rows, rounded to coarse cells. .csv has the header \
      cluster and the features' names, .npy is a matrix of k rows in double precision. Labels \
      are those of the model's own records: .csv has the header id,cluster, .npy is a vector of \
      whole numbers of 32 bits in the same order. An existing file is never replaced. The files \
      are entered in the model's ledger with their digests.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @Option(
    help: ArgumentHelp("A new .csv or .npy file for the centroids.", valueName: "file"), completion: .exported
  )
  var centroids: String?

  @Option(
    help: ArgumentHelp("A new .csv or .npy file for the labels.", valueName: "file"), completion: .exported)
  var labels: String?

  @OptionGroup var keys: KeyOptions

  @OptionGroup var signing: SigningOptions

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
    let signer = try signing.key()
    let centroidFile = try centroids.map { try NewFile($0) }
    let labelFile = try labels.map { try NewFile($0) }
    let digest = try write(centroidFile, labelFile, progress)
    let outputs = [
      centroidFile.map { LedgerEntry.Output(kind: .centroids, digest: $0.digest) },
      labelFile.map { LedgerEntry.Output(kind: .labels, digest: $0.digest) },
    ].compactMap { $0 }
    // Entered before the files get their names: an entry without a file does no harm, a file without an entry might.
    try OutputEntry(model: model, digest: digest, keys: keys).enter(outputs, "export", signer)
    try centroidFile?.finish()
    try labelFile?.finish()
  }

  /// Writes the files, not under their names yet.
  ///
  /// - Returns: The digest of the model that they are made of, which is closed again; nil if it has no ledger.
  private func write(
    _ centroidFile: NewFile?, _ labelFile: NewFile?, _ progress: Progress
  ) throws -> ModelDigest? {
    let opened = try keys.open(model, .reading)
    let stored = opened.model
    if let centroids, let centroidFile {
      try centroidFile.write(try Self.table(of: stored, Format(ofFile: centroids)))
    }
    if let labels, let labelFile {
      try Fitting.requireSuitableBLAS()
      try progress.stage("Writing \(labels)") {
        try Self.writeLabels(of: stored, Format(ofFile: labels), to: labelFile)
      }
    }
    return opened.identity == nil ? nil : stored.digest
  }

  private static func table(of model: any DeletableModel, _ format: Format) throws -> [UInt8] {
    let centroids = try model.clustersInDataUnits().centroids
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
