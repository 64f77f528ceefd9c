// `unlearn show`: what a model is.

import ArgumentParser
import DeletableClustering
import ModelStore

struct Show: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Show a model's settings and sizes.",
    discussion: """
      Example:
        unlearn show model

      JSON: records, participants, dimension, clusters (centroids of the model), inertia (in the \
      input's units squared), digest, features, settings (as asked for; null is automatic), \
      resolved (what they came to).
      """)

  @Argument(help: "The model's folder.")
  var model: String

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let stored = try StoredModel.open(at: model, access: .reading, threads: Parallel.coreCount)
    try StandardStreams.write(json ? report(stored).text : summary(stored).text)
  }

  private func report(_ stored: StoredModel) -> JSONReport {
    let model = stored.model
    var report = JSONReport()
    report.add("method", Method.quantized.rawValue)
    report.add(model)
    report.add("features", model.featureNames)
    report.add("cluster_sizes", .array(model.clusterSizes.map { .integer($0) }))
    var settings = JSONReport()
    settings.add("method", Method.quantized.rawValue)
    settings.add("clusters", model.configuration.clusters)
    settings.add("iterations", model.configuration.iterations)
    settings.add("epsilon", model.configuration.epsilon.map { .number($0) } ?? .null)
    settings.add("balance", model.configuration.balance.description)
    settings.add("seed", .unsigned(model.configuration.seed))
    settings.add("id", stored.metadata.idColumn.map { .string($0) } ?? .null)
    report.add("settings", .object(settings))
    var resolved = JSONReport()
    resolved.add("unit", model.resolved.unit)
    resolved.add("epsilon", model.resolved.epsilon)
    resolved.add("best_round", model.resolved.bestRound.map { .integer($0) } ?? .null)
    report.add("resolved", .object(resolved))
    return report
  }

  private func summary(_ stored: StoredModel) -> Summary {
    let model = stored.model
    var summary = Summary()
    summary.add("Model", self.model)
    summary.add("Method", "quantized k-means")
    summary.add(
      "Records",
      Phrase.count(model.recordCount, "record") + " of "
        + Phrase.count(model.participantCount, "participant"))
    summary.add("Id", stored.metadata.idColumn.map { "column \($0)" } ?? "no column")
    summary.add("Features", "\(model.dimension): " + Self.list(model.featureNames, atMost: 8))
    summary.add(
      "Clusters",
      "\(Phrase.number(model.centroids.count)), of "
        + Self.list(model.clusterSizes.map { Phrase.number($0) }, atMost: 12, separator: " + ")
        + " records")
    summary.add("Inertia", Phrase.short(model.inertia))
    summary.add("Settings", Phrase.settings(model.configuration))
    let round = model.resolved.bestRound.map { "\($0) of \(model.configuration.iterations)" } ?? "none"
    summary.add(
      "Resolved",
      "lattice unit \(Phrase.short(model.resolved.unit)), epsilon "
        + "\(Phrase.short(model.resolved.epsilon)), best round \(round)")
    summary.add("Digest", model.digest.description)
    return summary
  }

  private static func list(_ items: [String], atMost limit: Int, separator: String = ", ") -> String {
    items.prefix(limit).joined(separator: separator) + (items.count > limit ? separator + "..." : "")
  }
}
