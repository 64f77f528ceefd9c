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

      JSON: method, records, participants, dimension, clusters (centroids of the model), inertia \
      (in the input's units squared), prepared_inertia (with preparation, in the units that come \
      out of it), digest, features, cluster_sizes, settings (as asked for; null is automatic), \
      resolved (what they came to; of the preparation, what each step learnt), encrypted. For \
      divide-and-conquer, inertia and cluster_sizes take a pass over the stored records; with \
      preparation, inertia does.
      """)

  @Argument(help: "The model's folder.", completion: .directory)
  var model: String

  @OptionGroup var keys: KeyOptions

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let stored = try keys.open(model, .reading)
    try StandardStreams.write(json ? report(stored).text : summary(stored).text)
  }

  private func report(_ stored: StoredModel) throws -> JSONReport {
    let model = stored.model
    var report = JSONReport()
    report.add("method", model.settings.method.rawValue)
    let clusters = try report.add(model)
    report.add("features", model.featureNames)
    report.add("cluster_sizes", .array(clusters.clusterSizes.map { .integer($0) }))
    var settings = JSONReport()
    settings.add("method", model.settings.method.rawValue)
    for (name, value) in SettingsReport.requested(model.settings) { settings.add(name, value) }
    settings.add("preparation", PreparationReport.requested(model.settings.preparation))
    settings.add("id", stored.metadata.idColumn.map { .string($0) } ?? .null)
    settings.add("weight", stored.metadata.weightColumn.map { .string($0) } ?? .null)
    report.add("settings", .object(settings))
    var resolved = JSONReport()
    for (name, value) in SettingsReport.resolved(model.resolved) { resolved.add(name, value) }
    resolved.add("preparation", PreparationReport.resolved(model.resolved.preparation))
    report.add("resolved", .object(resolved))
    report.add("encrypted", stored.isEncrypted)
    return report
  }

  private func summary(_ stored: StoredModel) throws -> Summary {
    let model = stored.model
    let clusters = try model.clusterSummary()
    var summary = Summary()
    summary.add("Model", self.model)
    summary.add("Method", model.settings.method.rawValue)
    summary.add(
      "Records",
      Phrase.count(model.recordCount, "record") + " of "
        + Phrase.count(model.participantCount, "participant"))
    summary.add("Id", stored.metadata.idColumn.map { "column \($0)" } ?? "no column")
    if let column = stored.metadata.weightColumn { summary.add("Weight", "column \(column)") }
    summary.add("Features", "\(model.dimension): " + Self.list(model.featureNames, atMost: 8))
    let sizes = Self.list(clusters.clusterSizes.map { Phrase.number($0) }, atMost: 12, separator: " + ")
    summary.add(
      "Clusters", Phrase.number(model.centroids.count) + (sizes.isEmpty ? "" : ", of \(sizes) records"))
    if !model.settings.preparation.steps.isEmpty {
      summary.add("Preparation", PreparationReport.phrase(model.settings.preparation))
    }
    summary.add("Inertia", try Phrase.inertia(of: model))
    summary.add("Settings", SettingsReport.phrase(SettingsReport.requested(model.settings)))
    summary.add("Resolved", SettingsReport.phrase(SettingsReport.resolved(model.resolved)))
    if stored.isEncrypted { summary.add("Encrypted", "yes") }
    summary.add("Digest", model.digest.description)
    return summary
  }

  private static func list(_ items: [String], atMost limit: Int, separator: String = ", ") -> String {
    items.prefix(limit).joined(separator: separator) + (items.count > limit ? separator + "..." : "")
  }
}
