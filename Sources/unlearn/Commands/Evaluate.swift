// `unlearn evaluate`: a report card of each method on one table.

import ArgumentParser
import DeletableClustering
import RecordFiles
import ReportPages
import UnlearningEvaluation

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judge the methods on a table: fidelity, speed, exactness, leakage.",
    usage: """
      unlearn evaluate <input> --clusters <k> [<options>]
      unlearn evaluate <input> --like <model> [<options>]
      """,
    discussion: """
      Example:
        unlearn evaluate study.csv --id participant --clusters 8

      Fits the table by each method and compares with plain k-means from k-means++ seeds: loss, \
      silhouette (of a sample), and mutual information with reference labels where they are given. Deletes \
      participants one by one, as in the benchmark of Ginart et al. Deletes sets of many kinds, and \
      --list files, and compares each model with a refit. Tests by permutations whether models after a \
      deletion are distributed as refits are, and plays attackers who want to tell a deleted record. \
      Saves nothing but --html. Ends with exit code 1 if a model differs from its refit.

      Small models of samples of the table stand for it where hundreds are needed; what was sampled \
      or shortened is said.

      JSON: records, participants, dimension, clusters, seeds, baseline, control, methods (for \
      each: fidelity, efficiency, exactness, two_sample, membership), exact. docs/evaluation.md explains \
      every figure.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var settings: FitSettings

  @Option(
    parsing: .upToNextOption,
    help: ArgumentHelp(
      "The methods to judge. Options of one method only go with --method instead. (default: all three)",
      valueName: "method"))
  var methods: [ClusteringMethod] = []

  @Option(
    help: ArgumentHelp(
      "A file with a reference label for each record, one a line, in the order of the rows.",
      valueName: "file"))
  var labels: String?

  @Option(
    help: ArgumentHelp(
      "The column with the reference labels; it is no feature.", valueName: "column"))
  var labelColumn: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many seeds to measure fidelity with, from --seed on, 1 to 1000. (default: 5)", valueName: "n"),
    transform: wholeNumber(in: 1...1_000))
  var seeds = 5

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many participants to delete one by one; 0 for none. (default: 1000)", valueName: "n"),
    transform: wholeNumber(in: 0...Int.max))
  var deletions = 1_000

  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "A withdrawal list that exactness is checked with besides. May be repeated.", valueName: "file"))
  var list: [String] = []

  @Option(
    help: ArgumentHelp("Write the report card as a page to this new file too.", valueName: "file"),
    completion: .file(extensions: ["html"]))
  var html: String?

  @Flag(help: "Print one JSON object.")
  var json = false

  func validate() throws {
    if labels != nil, labelColumn != nil {
      throw ValidationError("--labels and --label-column both label the records; give one of them.")
    }
    if labelColumn != nil, input.input == "-" {
      throw ValidationError("--label-column takes a second reading, so the table cannot be standard input.")
    }
    if settings.method != nil, !methods.isEmpty {
      throw ValidationError("--method and --methods both say what to judge; give one of them.")
    }
    if let html, !html.hasSuffix(".html") { throw ValidationError("\(html) must end in .html.") }
    if Set(methods).count < methods.count { throw ValidationError("A method is named twice.") }
  }

  func run() throws {
    let progress = Progress()
    let file = try html.map { try NewFile($0) }
    var request = try settings.request(input)
    request.selection.labelColumn = labelColumn
    let lists = try list.map { DeletionSet(.list, name: $0, try WithdrawalList.read($0)) }
    let data = try Fitting.read(input.input, request, progress)
    try Fitting.requireSuitableBLAS()
    var evaluation = Evaluation(try chosen.map { try modelSettings($0, features: data.featureNames) })
    evaluation.seedCount = seeds
    evaluation.deletions = deletions
    evaluation.lists = lists
    evaluation.labels = try readLabels(for: data, threads: request.threads)
    evaluation.baselineRestarts = settings.restarts ?? 1
    evaluation.threads = request.threads
    let report = EvaluationReport(
      try evaluation.run(data, observer: progress), threads: request.threads)
    for note in report.notes { Messages.note(note) }
    if let file {
      try file.write(Array(EvaluationPage(report, input: input.input).page.html.utf8))
      try file.finish()
    }
    try StandardStreams.write(json ? report.json.text : report.text)
    if !report.card.isExact { throw ExitCode(ExitStatus.differs.rawValue) }
  }

  /// The methods to judge, in the order in which they were named.
  private var chosen: [ClusteringMethod] {
    if let method = settings.method { return [method] }
    return methods.isEmpty ? ClusteringMethod.allCases : methods
  }

  /// The settings of one method: those options that it has, and the model that is to be followed.
  private func modelSettings(_ method: ClusteringMethod, features: [String]) throws -> ModelSettings {
    var own = settings
    own.method = method
    if method == .lloyd { (own.epsilon, own.balance) = (nil, nil) }
    let settings = try own.request(input).settings(features: features)
    do { try settings.validate() } catch { throw FitError.configuration(error) }
    return settings
  }

  private func readLabels(for data: Dataset, threads: Int) throws -> [Int]? {
    if let labels { return try RecordLabels.read(lines: labels, records: data.count) }
    return try labelColumn.map {
      try RecordLabels.read(column: $0, of: input.input, for: data, threads: threads)
    }
  }
}

extension Progress: EvaluationObserver {}
