// A report card as JSON.

import DeletableClustering
import UnlearningEvaluation

/// The figures of an evaluation, ready to be written.
struct EvaluationReport {
  let card: ReportCard
  let threads: Int

  init(_ card: ReportCard, threads: Int) {
    self.card = card
    self.threads = threads
  }

  var json: JSONReport {
    var report = JSONReport()
    report.add("records", card.recordCount)
    report.add("participants", card.participantCount)
    report.add("dimension", card.dimension)
    report.add("clusters", card.baselineSettings.clusters)
    report.add("iterations", card.baselineSettings.iterations)
    report.add("seeds", .array(card.seeds.map { .unsigned($0) }))
    report.add("exact", card.isExact)
    report.add("silhouette_records", card.silhouetteCount)
    report.add("threads", threads)
    report.add("provider", LinearAlgebra.provider)
    report.add("baseline", .object(baseline))
    report.add("control", .object(control))
    report.add("methods", .array(card.methods.map { .object(Self.report($0)) }))
    return report
  }

  private var baseline: JSONReport {
    var report = JSONReport()
    report.add("method", "k-means++ and Lloyd's algorithm")
    report.add("restarts", card.baselineSettings.restarts)
    report.add(card.baseline)
    return report
  }

  private var control: JSONReport {
    var report = JSONReport()
    report.add("seedings", card.control.seedingCount)
    report.add("resumed", card.control.resumed)
    report.add("shortcut", card.control.shortcut)
    return report
  }

  private static func report(_ method: MethodCard) -> JSONReport {
    var report = JSONReport()
    report.add("method", method.settings.method.rawValue)
    report.add("exact", method.isExact)
    report.add("fidelity", .object(fidelity(method.fidelity)))
    report.add("efficiency", method.efficiency.map { .object(efficiency($0)) } ?? .null)
    report.add("exactness", .object(exactness(method.exactness)))
    report.add("two_sample", method.twoSample.map { .object(twoSample($0)) } ?? .null)
    report.add("membership", method.membership.map { .object(membership($0)) } ?? .null)
    return report
  }

  private static func fidelity(_ fidelity: Fidelity) -> JSONReport {
    var report = JSONReport()
    report.add(fidelity.figures)
    report.add("loss_ratio", fidelity.lossRatio)
    report.add("silhouette_ratio", fidelity.silhouetteRatio)
    report.add("mutual_information_ratio", fidelity.mutualInformationRatio)
    return report
  }

  private static func efficiency(_ deletion: OnlineDeletion) -> JSONReport {
    var report = JSONReport()
    report.add("deletions", deletion.askedCount)
    report.add("calls", deletion.callCount)
    report.add("fit_seconds", deletion.fitSeconds)
    report.add("refit_seconds", deletion.refitSeconds)
    report.add("delete_seconds_mean", deletion.meanSeconds)
    report.add("delete_seconds_median", deletion.medianSeconds)
    report.add("delete_seconds_p99", deletion.percentile99Seconds)
    report.add("certified", deletion.certifiedShare)
    report.add("speedup", deletion.speedup)
    report.add("amortized_seconds", deletion.amortizedSeconds)
    report.add("baseline_amortized_seconds", deletion.baselineAmortizedSeconds)
    report.add("amortized_speedup", deletion.amortizedSpeedup)
    report.add("exact", deletion.isExact)
    return report
  }

  private static func exactness(_ check: ExactnessCheck) -> JSONReport {
    var report = JSONReport()
    report.add("exact", check.isExact)
    let sets = check.outcomes.map { outcome in
      var set = JSONReport()
      set.add("kind", outcome.kind.rawValue)
      set.add("name", outcome.name)
      set.add("participants", outcome.participants)
      set.add("records", outcome.records)
      set.add("unknown", outcome.unknown)
      set.add("certified", outcome.isCertified)
      set.add("exact", outcome.isExact)
      return JSONReport.Value.object(set)
    }
    report.add("sets", .array(sets))
    return report
  }

  private static func twoSample(_ test: TwoSampleTest) -> JSONReport {
    func comparison(_ found: TwoSampleTest.Comparison) -> JSONReport {
      var report = JSONReport()
      report.add("p", found.pValue)
      report.add("centroids", found.centroids)
      report.add("loss", found.loss)
      return report
    }
    var report = JSONReport()
    report.add("models", test.modelCount)
    report.add("records", test.recordCount)
    report.add("deleted", test.deletedCount)
    report.add("deletion", .object(comparison(test.deletion)))
    report.add("dropped", .object(comparison(test.dropped)))
    return report
  }

  private static func membership(_ test: MembershipTest) -> JSONReport {
    var report = JSONReport()
    report.add("games", test.gameCount)
    report.add("records", test.recordCount)
    report.add("deleted", test.deletedCount)
    report.add("identical", test.identicalCount)
    let arms = test.arms.map { arm in
      var report = JSONReport()
      report.add("view", arm.view.rawValue)
      report.add("attacker", arm.attacker.rawValue)
      report.add("area", arm.area.area)
      report.add("lower", arm.area.lower)
      report.add("upper", arm.area.upper)
      return JSONReport.Value.object(report)
    }
    report.add("arms", .array(arms))
    return report
  }
}

extension JSONReport {
  /// The figures that a method and the baseline have in common.
  fileprivate mutating func add(_ figures: QualityFigures) {
    add("loss", figures.loss)
    add("silhouette", figures.silhouette)
    add("mutual_information", figures.mutualInformation)
    add("fit_seconds", figures.fitSeconds)
  }

  fileprivate mutating func add(_ key: String, _ spread: Spread?) {
    guard let spread else { return add(key, .null) }
    var report = JSONReport()
    report.add("mean", spread.mean)
    report.add("deviation", spread.deviation)
    report.add("least", spread.least)
    report.add("greatest", spread.greatest)
    add(key, .object(report))
  }

  fileprivate mutating func add(_ key: String, _ test: PermutationTest) {
    var report = JSONReport()
    report.add("statistic", test.statistic)
    report.add("p", test.pValue)
    report.add("permutations", test.permutationCount)
    add(key, .object(report))
  }
}
