// The page that `report` writes: what stands on it, and in which order.
//
// Promise    It is a function of the model's folder and the options: no clock, no machine, no participant's name.

import DeletableClustering
import Foundation
import ModelStore
import ReportPages

struct ModelPage {
  let stored: StoredModel
  let name: String
  let checks: [AuditCheck]
  let plot: Report.Plot
  let clusterSizes: [Int]
  let centers: DataUnitClusters
  let overview: RecordOverview
  let ledger: Ledger?

  /// Reads what the page needs.
  ///
  /// - Parameter name: The model's path, of which the page shows the last part.
  init(_ stored: StoredModel, name: String, checks: [AuditCheck], plot: Report.Plot) throws {
    self.stored = stored
    self.name = name.split(separator: "/").last.map(String.init) ?? name
    self.checks = checks
    self.plot = plot
    clusterSizes = try stored.model.clusterSummary().clusterSizes
    centers = try stored.model.clustersInDataUnits()
    overview = try stored.model.recordOverview()
    // A ledger that is damaged is the audit's to tell.
    ledger = try? stored.ledger()
  }

  var page: Page {
    get throws {
      let model = stored.model
      return Page(
        title: name,
        subtitle:
          "\(Self.methodName(model.settings.method)) of \(Phrase.count(model.recordCount, "record")), "
          + Phrase.count(model.participantCount, "participant"),
        sections: [
          Section("The model", [verdict] + facts),
          Section("Sizes of the clusters", sizes),
          Section("Centres of the clusters", CentreFigure(self).blocks),
          Section("Records on two axes", try RecordFigure(self).blocks),
          Section("What was done to the model", HistoryBlocks(ledger).blocks),
          Section("Checks", checkBlocks),
          Section("Before you pass this page on", warnings),
        ],
        footer: "Made by unlearn \(StoredModel.softwareVersion) from the model of digest \(model.digest).")
    }
  }

  static func methodName(_ method: ClusteringMethod) -> String {
    switch method {
    case .quantized: "Quantized k-means"
    case .divideAndConquer: "Divide-and-conquer k-means"
    case .lloyd: "Lloyd’s k-means"
    }
  }
}

// MARK: - The model

extension ModelPage {
  private var verdict: Block {
    let failed = checks.filter { !$0.isPassed }.map(\.name)
    if stored.identity == nil {
      return .note(
        Note(.hint, "The model is of a version that had no ledger. One begins at the next withdrawal."))
    }
    return failed.isEmpty
      ? .note(
        Note(
          .good, "The model, its records and its ledger agree: \(Phrase.count(checks.count, "check")) passed."
        ))
      : .note(Note(.bad, "Not everything agrees. Failed: \(failed.joined(separator: ", "))."))
  }

  private var facts: [Block] {
    let model = stored.model
    let requested = SettingsReport.requested(model.settings)
    let resolved = SettingsReport.resolved(model.resolved)
    var facts = [
      Fact("Method", Self.methodName(model.settings.method)),
      Fact("Records", Phrase.number(model.recordCount)),
      Fact("Participants", Phrase.number(model.participantCount)),
      Fact("Ids from", stored.metadata.idColumn.map { "column \($0)" } ?? "no column"),
    ]
    if let column = stored.metadata.weightColumn { facts.append(Fact("Weights from", "column \(column)")) }
    facts += [
      Fact("Features", "\(Phrase.number(model.dimension)): \(Self.list(model.featureNames, atMost: 40))"),
      Fact("Clusters", Phrase.number(model.centroids.count)),
      Fact(
        "Inertia",
        "\(Phrase.short(centers.inertia)), the sum of squared distances to the centres, in the input’s units"),
      Fact(
        "Preparation",
        model.settings.preparation.steps.isEmpty
          ? "none" : PreparationReport.phrase(model.settings.preparation)),
      Fact("Settings asked for", SettingsReport.phrase(requested)),
      Fact("What they came to", SettingsReport.phrase(resolved)),
      Fact("Digest", model.digest.description, .code),
    ]
    if let identity = stored.identity {
      facts.append(Fact("Name in ledgers", Hexadecimal.text(identity), .code))
    }
    facts += [
      Fact("Encrypted", stored.isEncrypted ? "yes" : "no"),
      Fact("Definition of the state", "version \(ModelCore.encodingVersion)"),
    ]
    return [
      .facts(facts),
      .paragraph(
        "Whoever holds the remaining records can fit them with these settings, and compare the digest. It is the "
          + "same on every machine exactly if both models learnt the same from the same records."),
    ]
  }

  static func list(_ items: [String], atMost limit: Int) -> String {
    items.prefix(limit).joined(separator: ", ")
      + (items.count > limit ? " and \(Phrase.number(items.count - limit)) more" : "")
  }
}

// MARK: - Sizes

extension ModelPage {
  /// More bars than this are a wall.
  private static let greatestBarCount = 40

  private var sizes: [Block] {
    guard !clusterSizes.isEmpty else {
      return [.paragraph("There are no records, so there are no clusters.")]
    }
    let total = max(1, clusterSizes.reduce(0, +))
    let order = clusterSizes.indices.sorted { (clusterSizes[$1], $0) < (clusterSizes[$0], $1) }
    let shown =
      order.count > Self.greatestBarCount
      ? Array(order.prefix(Self.greatestBarCount)) : Array(clusterSizes.indices)
    let bars = shown.map { cluster in
      let size = clusterSizes[cluster]
      return BarChart.Bar(
        "cluster \(cluster)", Double(size),
        text: "\(Phrase.number(size)) (\(Phrase.percent(Double(size) / Double(total))))", series: cluster)
    }
    let what =
      stored.metadata.weightColumn == nil
      ? "Records in each cluster" : "Weight of the records in each cluster"
    let which =
      order.count > shown.count ? "; the \(shown.count) largest of \(Phrase.number(order.count))" : ""
    let sizes = order.map { clusterSizes[$0] }
    return [
      .figure(
        Figure(
          "\(what)\(which). Clusters are counted from 0, as the other commands do.",
          .bars(
            BarChart(
              title: what,
              description: "Bars from \(Phrase.number(sizes.first ?? 0)) for the largest to "
                + "\(Phrase.number(sizes.last ?? 0)) for the smallest of \(Phrase.count(order.count, "cluster")).",
              bars: bars))))
    ]
  }
}

// MARK: - Checks and warnings

extension ModelPage {
  private var checkBlocks: [Block] {
    let rows: [[Cell]] = checks.map { check in
      [Cell(check.name), check.isPassed ? Cell("passed", .good) : Cell("FAILED", .bad), Cell(check.detail)]
    }
    let key =
      stored.publicKey.map { Fact("Public key of the signatures", Hexadecimal.text($0), .code) }
      ?? Fact("Public key of the signatures", "none: no entry is signed", .faint)
    var facts = [key]
    if let last = ledger?.entries.last {
      facts.append(Fact("Ledger as of this page", "entry \(last.number), \(LedgerReport.time(last.time))"))
      facts.append(Fact("Hash of that entry", Hexadecimal.text(last.hash), .code))
    }
    let hasRefit = checks.contains { $0.name == "refit" }
    return [
      .table(
        Table(
          caption: "What was checked when the page was made.",
          columns: [.init("Check", .line), .init("Result", .line), .init("What was compared")], rows: rows)),
      .facts(facts),
      .paragraph(
        "Compare the public key with the one that you were given elsewhere: whoever can write the folder can write "
          + "another ledger and sign it with another key."
          + (hasRefit
            ? ""
            : " The stored records were not fitted anew; ‘unlearn report --verify’ and ‘unlearn verify’ do that.")
      ),
    ]
  }

  private var warnings: [Block] {
    let records =
      switch plot {
      case .density:
        "Centres, sizes and density are made from people’s records. The centre of a cluster with few participants lies close to theirs."
      case .points:
        "Each dot is one record, whose place can be measured. Treat the page as you treat the records."
      case .none:
        "Centres and sizes are made from people’s records. The centre of a cluster with few participants lies close to theirs."
      }
    return [
      .note(Note(.warning, records)),
      .paragraph(
        "A withdrawal does not reach this page. After the next one, make it anew and delete this one; ‘unlearn find’ "
          + "names the pages that are from before a withdrawal, as long as nobody has changed them."),
      .paragraph(
        "Two pages, from before and after somebody left, show together what neither shows alone: whose record made "
          + "the difference is hidden from nobody who has both."),
    ]
  }
}

extension Phrase {
  /// A share as a percentage of three digits.
  static func percent(_ share: Double) -> String {
    "\(String(format: "%.3g", share * 100)) %"
  }
}
