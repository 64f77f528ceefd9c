// All steps of a preparation, with what they learnt.
//
// Promise    After any deletions every step is, bit for bit, the one that a fit of the remaining records has.
// Method     A step that keeps its parameters hands on the same records as before, so the next one subtracts what
//            left. From the first step whose parameters changed, everything is fitted again.

struct FittedPreparation: Sendable {
  let settings: Preparation
  let inputDimension: Int
  /// State.
  private(set) var steps: [any FittedStep] = []

  /// No step yet.
  private init(settings: Preparation, inputDimension: Int) {
    self.settings = settings
    self.inputDimension = inputDimension
  }

  var outputDimension: Int { steps.last?.outputDimension ?? inputDimension }

  /// Fits all steps, one after another.
  ///
  /// - Returns: The steps, and the records as they come out.
  static func fit(
    _ settings: Preparation, to data: Dataset, random: KeyedRandom, threads: Int
  ) -> (FittedPreparation, prepared: Dataset) {
    var fitted = FittedPreparation(settings: settings, inputDimension: data.dimension)
    var data = data
    for (index, step) in settings.steps.enumerated() {
      let context = StepContext(random: random, step: index, threads: threads)
      fitted.steps.append(step.fit(data, context))
      data = fitted.steps[index].apply(to: data, threads: threads)
    }
    return (fitted, data)
  }

  /// Records as they come out of all steps.
  func apply(to data: Dataset, threads: Int) -> Dataset {
    steps.reduce(data) { $1.apply(to: $0, threads: threads) }
  }

  func hasState(of other: FittedPreparation) -> Bool {
    settings == other.settings && inputDimension == other.inputDimension
      && zip(steps, other.steps).allSatisfy { $0.hasState(of: $1) }
  }
}

extension FittedPreparation {
  /// The preparation of the records that are left.
  struct Change {
    let preparation: FittedPreparation
    /// The first step whose parameters changed; nil if none did, so that records are prepared as before.
    let changedStep: Int?
    /// The leaving records as they came out before.
    let leaving: Dataset
    /// The survivors as they come out now, where parameters changed.
    let prepared: Dataset?
  }

  /// Takes records out.
  ///
  /// - Parameters:
  ///   - leaving: Records as they were given.
  ///   - survivors: All others; nil if they are not to be read.
  /// - Returns: Nil if the others are needed, and cannot be had.
  func removing(
    _ leaving: Dataset, random: KeyedRandom, threads: Int, survivors readSurvivors: () -> Dataset?
  ) -> Change? {
    var new = self
    var gone = leaving
    /// The survivors as they come into the step that is looked at, and that step, where they were needed.
    var rest: (data: Dataset, step: Int)?
    var changedStep: Int?

    /// The survivors before a step.
    func survivors(before step: Int) -> Dataset? {
      guard var current = rest ?? readSurvivors().map({ ($0, 0) }) else { return nil }
      while current.step < step {
        current = (new.steps[current.step].apply(to: current.data, threads: threads), current.step + 1)
      }
      rest = current
      return current.data
    }

    for (index, step) in steps.enumerated() {
      let context = StepContext(random: random, step: index, threads: threads)
      if changedStep == nil, let kept = step.removing(gone, context) {
        new.steps[index] = kept
      } else {
        guard let data = survivors(before: index) else { return nil }
        new.steps[index] = settings.steps[index].fit(data, context)
      }
      if changedStep == nil, !new.steps[index].hasParameters(of: step) { changedStep = index }
      gone = step.apply(to: gone, threads: 1)
    }
    guard changedStep != nil else {
      return Change(preparation: new, changedStep: nil, leaving: gone, prepared: nil)
    }
    guard let prepared = survivors(before: steps.count) else { return nil }
    return Change(preparation: new, changedStep: changedStep, leaving: gone, prepared: prepared)
  }
}

extension FittedPreparation {
  init(
    from decoder: inout CanonicalDecoder, _ settings: Preparation, inputDimension: Int, random: KeyedRandom
  ) throws(DecodingFailure) {
    do { try settings.check(dimension: inputDimension) } catch { throw .invalid("preparation") }
    self.init(settings: settings, inputDimension: inputDimension)
    for (index, step) in settings.steps.enumerated() {
      let context = StepContext(random: random, step: index, threads: 1)
      steps.append(try step.fitted(from: &decoder, dimension: outputDimension, context))
    }
  }
}

extension Preparation.Step {
  fileprivate func fit(_ data: Dataset, _ context: StepContext) -> any FittedStep {
    switch self {
    case .fillMissing:
      FilledValues(FeatureMoments(of: data, threads: context.threads), context)
    case .standardize:
      StandardScaling(FeatureMoments(of: data, threads: context.threads), context)
    case .minMax(let known):
      MinMaxScaling(
        FeatureLimits(of: data, threads: context.threads) { MinMaxScaling.learns(known, column: $0) },
        known: known, context)
    case .randomProjection(let count):
      RandomProjection(inputDimension: data.dimension, outputDimension: count, context)
    case .principalComponents(let count, let isWhitened):
      PrincipalComponents(fitting: data, count: count, isWhitened: isWhitened, context)
    }
  }
}
