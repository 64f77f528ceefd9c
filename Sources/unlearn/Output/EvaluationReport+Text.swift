// A report card in words.

import DeletableClustering
import UnlearningEvaluation

extension EvaluationReport {
  /// What was sampled or shortened.
  var notes: [String] {
    var notes: [String] = []
    if card.silhouetteCount < card.recordCount {
      notes.append("silhouettes are of a sample of \(Phrase.count(card.silhouetteCount, "record")).")
    }
    for method in card.methods {
      let name = method.settings.method.rawValue
      if let deletion = method.efficiency, deletion.callCount < card.deletionCount {
        notes.append(
          "\(name): \(Phrase.count(deletion.callCount, "deletion")) of the \(Phrase.number(card.deletionCount)) "
            + (deletion.callCount < deletion.askedCount
              ? "were run, as they are dear; their mean stands for the others."
              : "were run, as the table has no more participants."))
      }
    }
    if let test = card.methods[0].twoSample, let games = card.methods[0].membership {
      notes.append(
        "the two-sample tests are of models of \(Phrase.count(test.recordCount, "record")), and the "
          + "membership tests of \(Phrase.number(games.recordCount)).")
    } else {
      notes.append(
        "there are fewer than \(Evaluation.leastTestRecords) records, so the two-sample and the membership "
          + "test were passed over.")
    }
    return notes
  }

  var text: String {
    let blocks = card.methods.map { "\n\($0.settings.method.rawValue)\n" + Self.summary($0).text }
    return head.text + blocks.joined()
  }

  private var head: Summary {
    var summary = Summary()
    summary.add(
      "Evaluated",
      Phrase.count(card.recordCount, "record") + " of " + Phrase.count(card.participantCount, "participant")
        + ", " + Phrase.count(card.dimension, "feature") + ", "
        + Phrase.count(card.baselineSettings.clusters, "cluster") + ", "
        + Phrase.count(card.seeds.count, "seed"))
    summary.add(
      "Baseline",
      "k-means++ seeds and \(Phrase.count(card.baselineSettings.iterations, "round")) of Lloyd's algorithm: loss "
        + "\(Phrase.short(card.baseline.loss.mean)), a fit \(Phrase.duration(card.baseline.fitSeconds))")
    summary.add(
      "Control",
      "the shortcut of keeping seeds has p \(Self.short(card.control.shortcut.pValue)), which a test that sees it "
        + "makes small; the right way has p \(Self.short(card.control.resumed.pValue))")
    summary.add("Machine", "\(Phrase.count(threads, "thread")), \(LinearAlgebra.provider)")
    return summary
  }

  private static func summary(_ method: MethodCard) -> Summary {
    var summary = Summary()
    let fidelity = method.fidelity
    summary.add("Loss", ratio(fidelity.figures.loss, fidelity.lossRatio))
    if let silhouette = fidelity.figures.silhouette {
      summary.add("Silhouette", ratio(silhouette, fidelity.silhouetteRatio))
    }
    if let information = fidelity.figures.mutualInformation {
      summary.add("Mutual information", ratio(information, fidelity.mutualInformationRatio))
    }
    if let deletion = method.efficiency { add(deletion, to: &summary) }
    add(method.exactness, to: &summary)
    if let test = method.twoSample { add(test, to: &summary) }
    if let test = method.membership { add(test, to: &summary) }
    return summary
  }

  private static func add(_ deletion: OnlineDeletion, to summary: inout Summary) {
    summary.add(
      "Deletions",
      "\(Phrase.number(deletion.callCount)) one by one: mean \(Phrase.duration(deletion.meanSeconds)), median "
        + "\(Phrase.duration(deletion.medianSeconds)), 99 % within "
        + "\(Phrase.duration(deletion.percentile99Seconds)); \(short(deletion.certifiedShare * 100)) % moved no "
        + "centroid")
    summary.add(
      "Amortised",
      "\(Phrase.duration(deletion.amortizedSeconds)) a deletion, the fit included; refitting the baseline takes "
        + "\(short(deletion.amortizedSpeedup)) times as long")
    summary.add(
      "Speedup", "a refit takes \(short(deletion.speedup)) times as long as the mean call")
    summary.add(
      "Exact online",
      deletion.isExact
        ? "yes: the model after all of them equals the refit" : "NO: the model differs from the refit")
  }

  private static func add(_ check: ExactnessCheck, to summary: inout Summary) {
    let equal = check.outcomes.count(where: \.isExact)
    let sets = Phrase.count(check.outcomes.count, "deletion set")
    summary.add(
      "Exact sets",
      check.isExact
        ? "yes: after each of \(sets) the model equals the refit"
        : "NO: after \(check.outcomes.count - equal) of \(sets) the model differs from the refit")
  }

  private static func add(_ test: TwoSampleTest, to summary: inout Summary) {
    summary.add(
      "Two samples",
      "p \(short(test.deletion.pValue)) for models after deletion against refits, \(test.modelCount) each; p "
        + "\(short(test.dropped.pValue)) where records were only dropped")
  }

  private static func add(_ test: MembershipTest, to summary: inout Summary) {
    summary.add(
      "Identical",
      "\(test.identicalCount) of \(test.deletedCount) models that deleted a record are those that never had it"
    )
    for arm in test.arms {
      let label = "Attack"
      summary.add(
        label,
        "\(arm.view.rawValue), by \(arm.attacker.rawValue): area \(short(arm.area.area)), 95 % from "
          + "\(short(arm.area.lower)) to \(short(arm.area.upper))")
    }
  }

  private static func ratio(_ spread: Spread, _ ratio: Spread?) -> String {
    let own = "\(short(spread.mean)) ± \(short(spread.deviation))"
    guard let ratio else { return own }
    return own + ", \(short(ratio.mean)) ± \(short(ratio.deviation)) times the baseline's"
  }

  /// Three significant digits are enough for people.
  private static func short(_ value: Double) -> String { Phrase.digits(value, 3) }
}
