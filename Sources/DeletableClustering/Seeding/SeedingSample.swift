// Which points the seeding looks at after the first seed: of many, a sample in which far and heavy ones are likelier.
//
// Promise    Whether a point is in the sample, and for how many it counts there, depends on its key, its weight and its
//            distance to the first seed, and on coarse numbers of all points together. A deletion changes the sample
//            of the others only where one of those changes, which is state, as is the sum that they come from.
// Method     With w the weight and D the squared distance, a point is in with probability 2^(e − h): e = 0 for most, and the
//            octaves by which w·max(D, mean) is above the mean share of a point. In the sample it counts for the inverse,
//            a power of two. So potentials estimate those of all points without bias, and stay whole numbers.
// Source     Bachem, Lucic and Krause, "Scalable k-Means Clustering via Lightweight Coresets", KDD 2018: half of
//            their probability is the same for all, half goes with the squared distance to the mean.
// Differs    The centre is the first seed; probabilities are powers of two; each point draws for itself, by its key.

struct SeedingSample: Equatable, Sendable {
  /// h; 0 where every point is in.
  let halvings: Int
  /// The sum of all points' squared distances to the first seed, each times the point's weight; 0 where every
  /// point is in.
  let total: Int128
  /// The exponents of the least powers of two above the mean of D, by weight, and above the mean of w·D, by point.
  private let meanOctave: Int
  private let shareOctave: Int

  /// A point of weight 1 that is nearer to the first seed is in with the least probability.
  var usualDistance: Double { Double(sign: .plus, exponent: shareOctave + 1, significand: 1) }

  /// Everything.
  static let all = SeedingSample()

  private init() {
    (halvings, total, meanOctave, shareOctave) = (0, 0, 0, 0)
  }

  /// - Parameters:
  ///   - halvings: h, above 0.
  ///   - total: Σ wD, in steps squared.
  ///   - count: How many points there are.
  ///   - totalWeight: Σ w.
  init(halvings: Int, total: Int128, count: Int, totalWeight: Int) {
    precondition(halvings > 0, "A sample of all points has no sum.")
    self.halvings = halvings
    self.total = total
    meanOctave = Self.octave(of: total, over: totalWeight)
    shareOctave = Self.octave(of: total, over: count)
  }

  /// h for some points: as many as leave about as many as wanted, or up to twice as many.
  ///
  /// Half of all points are no sample: to draw it takes about as long as it saves.
  ///
  /// - Parameter clusters: k; one seed needs no sample.
  static func halvings(count: Int, wanted: Int, clusters: Int) -> Int {
    guard clusters > 1 else { return 0 }
    var halvings = 0
    while count >> (halvings + 1) >= wanted { halvings += 1 }
    return halvings > 1 ? halvings : 0
  }

  private static func octave(of total: Int128, over count: Int) -> Int {
    var octave = 0
    while total >= Int128(count) << octave { octave += 1 }
    return octave
  }

  /// Whether every point is in one of the two samples as it is in the other.
  func isDrawn(like other: SeedingSample) -> Bool {
    halvings == other.halvings && meanOctave == other.meanOctave && shareOctave == other.shareOctave
  }

  /// What a point weighs in the sample; nil if it is not in.
  ///
  /// - Parameters:
  ///   - draw: 64 bits of the point's own.
  ///   - weight: w, from 1 to 2³⁰.
  ///   - distance: D, in steps squared.
  func weight(draw: UInt64, weight: Int, distance: Double) -> Int? {
    let share = Int128(weight) * max(Int128(whole: distance), 1 << meanOctave)
    let octaves = 127 - share.leadingZeroBitCount - shareOctave
    let halvings = max(0, halvings - max(0, octaves))
    return draw.leadingZeroBitCount >= halvings ? weight << halvings : nil
  }
}

/// What points draw to be in a sample.
struct SampleDraw: Sendable {
  /// The generator's key.
  let key: UInt64

  init(_ random: KeyedRandom) {
    key = random.key(.sample)
  }

  /// A point's 64 bits.
  func bits(of point: Word128) -> UInt64 {
    Philox.block(counter: point, key: key).low
  }
}
