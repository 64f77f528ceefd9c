// The online deletion benchmark: train once, then delete one by one.
//
// Method     Fit, then delete participants that the seed chooses, one a call. The amortised time of a deletion
//            is that of the fit and of all deletions over their count. Refitting at every deletion is what
//            it is compared with: by the baseline, as published, and by the method itself on the survivors.
// Shortened  Where deletions are dear, fewer are run than were asked for, by a rule that counts products and
//            reads no clock. Then the mean call of those that were run stands for the others.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You", NeurIPS 2019, section 5.

import DeletableClustering

/// What deletions one by one cost.
public struct OnlineDeletion: Equatable, Sendable {
  /// How many deletions the amortised time is for.
  public let askedCount: Int
  /// How many were run.
  public let callCount: Int
  public let fitSeconds: Double
  /// A fit of the survivors by the method itself.
  public let refitSeconds: Double
  /// A fit by the baseline, the median over its seeds.
  public let baselineFitSeconds: Double
  /// Of a call.
  public let meanSeconds: Double
  public let medianSeconds: Double
  /// What 99 of 100 calls keep to.
  public let percentile99Seconds: Double
  /// The share of calls in which no centroid moved.
  public let certifiedShare: Double
  /// Whether the model after all calls equals the refit, the whole state compared.
  public let isExact: Bool

  /// The fit and the deletions over the count of deletions.
  public var amortizedSeconds: Double { fitSeconds / Double(askedCount) + meanSeconds }

  /// The same where the baseline is fitted at first and again at every deletion.
  public var baselineAmortizedSeconds: Double { baselineFitSeconds * (1 + 1 / Double(askedCount)) }

  /// How many times as long the baseline takes, amortised: the figure of the paper.
  public var amortizedSpeedup: Double { baselineAmortizedSeconds / amortizedSeconds }

  /// How many times as long as the mean call the method's own refit takes.
  public var speedup: Double { refitSeconds / meanSeconds }
}

extension OnlineDeletion {
  /// Runs the benchmark.
  ///
  /// One participant more leaves first, outside the clock: that deletion makes the model the only owner of its
  /// records, as it is in a program that fits and then deletes.
  ///
  /// - Parameters:
  ///   - participants: All of them, in the order in which they are to leave; at least two.
  ///   - asked: At least 1; held to all but one of the participants.
  ///   - run: At most so many are run, at least 1.
  init(
    of settings: ModelSettings, _ data: Dataset, participants: [RecordID], asked: Int, run: Int,
    baselineFitSeconds: Double, threads: Int, progress: (Double) -> Void
  ) throws {
    let askedCount = min(asked, participants.count - 1)
    let count = min(askedCount, run)
    var (model, fitSeconds) = try Stopwatch.time { try settings.fit(data, threads: threads) }
    try model.delete(participants.prefix(1))
    var (seconds, certifiedCount) = ([Double](), 0)
    for id in participants.dropFirst().prefix(count) {
      let watch = Stopwatch()
      let outcome = try model.delete(CollectionOfOne(id))
      seconds.append(watch.seconds)
      if outcome.isCertified { certifiedCount += 1 }
      progress(Double(seconds.count) / Double(count))
    }
    let survivors = data.removing(participants.prefix(count + 1))
    let (refit, refitSeconds) = try Stopwatch.time { try settings.fit(survivors, threads: threads) }
    self.init(
      askedCount: askedCount, callCount: count, fitSeconds: fitSeconds, refitSeconds: refitSeconds,
      baselineFitSeconds: baselineFitSeconds, meanSeconds: Spread(seconds).mean,
      medianSeconds: Percentile.median(seconds),
      percentile99Seconds: Percentile.percentile(99, seconds),
      certifiedShare: Double(certifiedCount) / Double(count), isExact: model.core == refit.core)
  }
}
