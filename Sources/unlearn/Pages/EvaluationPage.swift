// A report card as a page.
//
// It holds figures over all records, and none of a single one: no id, no coordinate, no centroid.

import DeletableClustering
import ReportPages
import UnlearningEvaluation

struct EvaluationPage {
  private let card: ReportCard
  private let report: EvaluationReport
  private let input: String

  init(_ report: EvaluationReport, input: String) {
    self.report = report
    self.input = input
    card = report.card
  }

  var page: Page {
    Page(
      title: "Report card: \(input)",
      subtitle: Phrase.count(card.recordCount, "record") + " of "
        + Phrase.count(card.participantCount, "participant") + ", "
        + Phrase.count(card.dimension, "feature") + ", "
        + Phrase.count(card.baselineSettings.clusters, "cluster"),
      sections: [verdict, fidelity, efficiency, exactness, twoSample, membership].compactMap { $0 },
      footer: "Made by unlearn. docs/evaluation.md says what each figure means, and what it does not show.")
  }

  // MARK: - Sections

  private var verdict: Section {
    var blocks: [Block] = [
      .note(
        card.isExact
          ? Note(.good, "Every model that was compared with a refit equals it, bit for bit.")
          : Note(.bad, "A model differs from its refit: see below.")),
      .note(
        Note(
          .hint,
          "The page holds figures over all records, and no single one. It is as old as the table that it was made from: "
            + "make it anew after a withdrawal.")),
    ]
    blocks += report.notes.map { .note(Note(.hint, $0.prefix(1).uppercased() + $0.dropFirst())) }
    blocks.append(
      .facts([
        Fact("Seeds", card.seeds.map { String($0) }.joined(separator: ", ")),
        Fact("Rounds", Phrase.number(card.baselineSettings.iterations)),
        Fact("Machine", "\(Phrase.count(report.threads, "thread")), \(LinearAlgebra.provider)"),
      ]))
    return Section("Verdict", blocks)
  }

  private var fidelity: Section {
    let all = [card.baseline] + card.methods.map(\.fidelity.figures)
    let ratios = card.methods.map { Cell(Self.text($0.fidelity.lossRatio)) }
    let rows = [
      ["Loss"] + all.map { Cell(Self.text($0.loss)) },
      ["Loss over the baseline's", Cell("1")] + ratios,
      ["Silhouette"] + all.map { Cell(Self.text($0.silhouette)) },
      ["Mutual information"] + all.map { Cell(Self.text($0.mutualInformation)) },
      ["A fit takes"] + all.map { Cell(Phrase.duration($0.fitSeconds)) },
    ]
    let table = Table(
      caption: "Means over seeds, ± the standard deviation.",
      columns: [.init(""), .init("k-means++", .number)] + Self.columns(card.methods), rows: rows)
    return Section(
      "Fidelity",
      [
        .paragraph("How well the methods cluster, beside k-means++ and Lloyd's algorithm."), .table(table),
        .figure(Figure("Loss over the baseline's mean, with the range over seeds.", .intervals(lossPlot))),
      ])
  }

  private var lossPlot: IntervalPlot {
    IntervalPlot(
      title: "Loss over the baseline's",
      description: "A dot for each method; the table above has the numbers.",
      xLabel: "loss ratio",
      rows: card.methods.enumerated().compactMap { place, method in
        method.fidelity.lossRatio.map {
          .init(Self.name(method), $0.mean, interval: $0.least...$0.greatest, series: place)
        }
      }, reference: (1, "k-means++"))
  }

  private var efficiency: Section? {
    let measured = card.methods.filter { $0.efficiency != nil }
    guard !measured.isEmpty else { return nil }
    func row(_ name: String, _ text: (OnlineDeletion) -> String) -> [Cell] {
      [Cell(name)] + measured.compactMap(\.efficiency).map { Cell(text($0)) }
    }
    let rows = [
      row("Deletions, one a call") { Phrase.number($0.callCount) },
      row("A call, mean") { Phrase.duration($0.meanSeconds) },
      row("A call, median") { Phrase.duration($0.medianSeconds) },
      row("99 % of calls within") { Phrase.duration($0.percentile99Seconds) },
      row("Calls that moved no centroid") { Self.short(100 * $0.certifiedShare) + " %" },
      row("Amortised, the fit included") { Phrase.duration($0.amortizedSeconds) },
      row("Refitting k-means++ takes, times") { Self.short($0.amortizedSpeedup) },
      row("A refit over the mean call, times") { Self.short($0.speedup) },
    ]
    return Section(
      "Efficiency", [.table(Table(columns: [.init("")] + Self.columns(measured), rows: rows))])
  }

  private var exactness: Section {
    let rows = card.methods.flatMap { method in
      method.exactness.outcomes.map { outcome in
        [
          Cell(Self.name(method)),
          Cell(outcome.name.isEmpty ? outcome.kind.rawValue : "\(outcome.kind.rawValue) \(outcome.name)"),
          Cell(Phrase.number(outcome.participants)), Cell(Phrase.number(outcome.records)),
          Cell(outcome.isCertified ? "no" : "yes"), Self.verdict(outcome.isExact),
        ]
      }
    }
    let online = card.methods.compactMap { method in
      method.efficiency.map {
        Fact("\(Self.name(method)), one by one", Self.verdict($0.isExact))
      }
    }
    let table = Table(
      caption: "Each set is deleted from the same model. The whole state is compared, without tolerance.",
      columns: [
        .init("Method"), .init("Set"), .init("Participants", .number), .init("Records", .number),
        .init("Centroids moved"), .init("Equals the refit"),
      ], rows: rows)
    return Section("Exactness", (online.isEmpty ? [] : [.facts(online)]) + [.table(table)])
  }

  private var twoSample: Section? {
    let tests = card.methods.compactMap { method in method.twoSample.map { (method, $0) } }
    guard let (_, first) = tests.first else { return nil }
    var rows = tests.map { method, test in
      [
        Cell(Self.name(method)), Cell(Self.short(test.deletion.centroids.pValue)),
        Cell(Self.short(test.deletion.loss.pValue)), Cell(Self.short(test.dropped.centroids.pValue)),
        Cell(Self.short(test.dropped.loss.pValue)),
      ]
    }
    rows.append([
      "seeding of four points", Cell(Self.short(card.control.resumed.pValue)), Cell("–", .faint),
      Cell(Self.short(card.control.shortcut.pValue)), Cell("–", .faint),
    ])
    let table = Table(
      caption: "p values. The last two columns are wrong deletions, which the test has to see.",
      columns: [
        .init("Method"), .init("After deletion: centroids", .number), .init("loss", .number),
        .init("Wrong: centroids", .number), .init("loss", .number),
      ], rows: rows)
    return Section(
      "Two-sample test",
      [
        .paragraph(
          "Models of \(Phrase.count(first.recordCount, "record")) after a deletion of \(first.deletedCount), against "
            + "refits with other seeds, \(first.modelCount) each. Where deletions are exact, p is uniform: one in twenty "
            + "is below 0.05."), .table(table),
      ])
  }

  private var membership: Section? {
    let tests = card.methods.compactMap { method in method.membership.map { (method, $0) } }
    guard let (_, first) = tests.first else { return nil }
    let arms = tests.flatMap { method, test in test.arms.map { (method, $0) } }
    let table = Table(
      caption: "The area under the ROC curve: 0.5 is chance, 1 certainty.",
      columns: [
        .init("Method"), .init("The attacker sees"), .init("Attacker"), .init("Area", .number),
        .init("95 %", .number),
      ],
      rows: arms.map { method, arm in
        [
          Cell(Self.name(method)), Cell(arm.view.rawValue), Cell(arm.attacker.rawValue),
          Cell(Self.short(arm.area.area)),
          Cell("\(Self.short(arm.area.lower)) to \(Self.short(arm.area.upper))"),
        ]
      })
    let identical = tests.map { method, test in
      Fact(
        Self.name(method),
        "\(test.identicalCount) of \(test.deletedCount) models equal one that never had the record",
        test.isExact ? .good : .bad)
    }
    return Section(
      "Membership",
      [
        .paragraph(
          "\(Phrase.number(first.gameCount)) games of \(Phrase.count(first.recordCount, "record")): can an attacker tell a "
            + "deleted record from one that was never there?"), .facts(identical),
      ] + tests.map { .figure(Figure("Areas with intervals: \(Self.name($0)).", .intervals(Self.plot($1)))) }
        + [
          .table(table),
          .note(
            Note(
              .warning,
              "Two published models reveal the record between them, whatever the deletion does: the first was published "
                + "with it. Publish seldom, and withdraw in batches.")),
        ])
  }

  private static func plot(_ test: MembershipTest) -> IntervalPlot {
    IntervalPlot(
      title: "What attackers tell",
      description: "A dot for each view and attacker; the table below has the numbers.",
      xLabel: "area under the ROC curve",
      rows: test.arms.map { arm in
        .init(
          "\(word(arm.view)): \(arm.attacker.rawValue)", arm.area.area,
          interval: arm.area.lower...arm.area.upper,
          series: MembershipTest.View.allCases.firstIndex(of: arm.view) ?? 0)
      }, reference: (0.5, "chance"))
  }

  // MARK: - Words

  private static func name(_ method: MethodCard) -> String { method.settings.method.rawValue }

  private static func columns(_ methods: [MethodCard]) -> [Table.Column] {
    methods.map { .init(name($0), .number) }
  }

  /// What the attacker sees, in a word.
  private static func word(_ view: MembershipTest.View) -> String {
    switch view {
    case .afterDeletion: "after"
    case .rowDropped: "dropped"
    case .beforeAndAfter: "both"
    }
  }

  private static func verdict(_ isExact: Bool) -> Cell { isExact ? Cell("yes", .good) : Cell("NO", .bad) }

  private static func text(_ spread: Spread?) -> String {
    guard let spread else { return "–" }
    return "\(short(spread.mean)) ± \(short(spread.deviation))"
  }

  private static func short(_ value: Double) -> String { Phrase.digits(value, 3) }
}
