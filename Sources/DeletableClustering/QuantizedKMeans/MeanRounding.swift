// From a cluster's exact sum to its next centroid.
//
// Method     The mean S/N is rounded to the nearest place of a lattice with cells of ε and a random phase
//            per round and coordinate; halves go up. A cluster with 0 < N < γn/k takes the balanced mean
//            (qk·S + (pn − qkN)·previous) / (pn) instead, γ = p/q; an empty one keeps its centroid.
// Promise    All is integer arithmetic. The same phases serve a deletion's check and a refit, since the
//            outcome of the check tells something of the phase.
// Source     Ginart, Guan, Valiant and Zou, NeurIPS 2019, Algorithm 1 (quantization and γ-correction).

struct MeanRounding {
  let random: KeyedRandom
  let round: Int
  /// ε of this round, in steps.
  let cell: Int
  let precision: LatticePrecision
  let balance: BalanceFraction
  /// n, the weight of all points.
  let totalWeight: Int

  /// The least count with which a cluster takes the plain mean.
  func balanceThreshold(clusterCount: Int) -> Int {
    balance.threshold(totalWeight: totalWeight, clusterCount: clusterCount)
  }

  /// The next centroids of all clusters.
  ///
  /// - Complexity: O(k·d) divisions.
  func centroids(_ statistics: ClusterStatistics, previous: Centroids) -> Centroids {
    var next = previous
    let phases = (0..<previous.dimension).map(phase(ofColumn:))
    for cluster in 0..<statistics.clusterCount {
      update(&next, cluster: cluster, statistics, previous: previous) { phases[$0] }
    }
    return next
  }

  /// Puts one cluster's next centroid in its place.
  ///
  /// - Parameter mostlyStays: Whether a rounded mean of this round is there already, most of which will stay: a look
  ///   spares the division.
  func update(
    _ next: inout Centroids, cluster: Int, _ statistics: ClusterStatistics, previous: Centroids,
    mostlyStays: Bool = false
  ) {
    update(
      &next, cluster: cluster, statistics, previous: previous, mostlyStays: mostlyStays,
      phase: phase(ofColumn:))
  }

  private func update(
    _ next: inout Centroids, cluster: Int, _ statistics: ClusterStatistics, previous: Centroids,
    mostlyStays: Bool = false, phase: (_ column: Int) -> Int
  ) {
    let count = statistics.counts[cluster]
    let range = previous.range(of: cluster)
    if count == 0 {
      next.steps.replaceSubrange(range, with: previous.steps[range])
    } else if count < balanceThreshold(clusterCount: statistics.clusterCount) {
      let own = Int128(balance.denominator) * Int128(statistics.clusterCount)
      let all = Int128(balance.numerator) * Int128(totalWeight)
      for (column, index) in range.enumerated() {
        let numerator =
          own * Int128(statistics.sums[index])
          + (all - own * Int128(count)) * Int128(previous.steps[index])
        if mostlyStays, stays(next.steps[index], numerator, over: all) { continue }
        next.steps[index] = place(numerator, over: all, phase: phase(column))
      }
    } else {
      for (column, index) in range.enumerated() {
        let sum = statistics.sums[index]
        if mostlyStays, stays(next.steps[index], sum, over: Int64(count)) { continue }
        next.steps[index] = place(sum, over: Int64(count), phase: phase(column))
      }
    }
  }

  /// Whether a place of this round's lattice is surely the one nearest to numerator/denominator.
  private func stays<Number: FixedWidthInteger & SignedInteger>(
    _ place: Int32, _ numerator: Number, over denominator: Number
  ) -> Bool {
    let twice = 2 * (numerator - Number(place) * denominator)
    let bound = Number(cell) * denominator
    return twice >= -bound && twice < bound && abs(Int(place)) < precision.limit
  }

  /// Whether a cluster surely keeps its centroid: a check without divisions.
  ///
  /// M/D is rounded to a place c of this round's lattice exactly if −εD ≤ 2(M − cD) < εD. A centroid
  /// at the end of the range may have been held there off the lattice, so it is never sure.
  ///
  /// - Precondition: The cluster is not empty, and the centroid is a rounded mean of this round, not one that an empty
  ///   cluster kept.
  /// - Complexity: O(d).
  func surelyKeeps(
    _ centroids: Centroids, cluster: Int, _ statistics: ClusterStatistics, previous: Centroids
  ) -> Bool {
    LooseKernels.meanStays(
      statistics, at: centroids, previous: previous, cluster: cluster, cell: cell,
      meanRule(clusterCount: statistics.clusterCount))
  }

  /// The same rule for kernels.
  func meanRule(clusterCount: Int) -> MeanRule {
    MeanRule(
      limit: Int64(precision.limit), threshold: balanceThreshold(clusterCount: clusterCount),
      own: Int64(balance.denominator * clusterCount), all: Int64(balance.numerator * totalWeight))
  }

  /// The first places along a coordinate at each end of the range, or beyond it.
  func ends(column: Int) -> (lower: Int, upper: Int) {
    let (phase, limit) = (phase(ofColumn: column), precision.limit)
    return (
      lower: phase + floorQuotient(-limit - phase, cell) * cell,
      upper: phase - floorQuotient(phase - limit, cell) * cell
    )
  }

  /// The lattice place nearest to numerator/denominator, held within the lattice's range.
  private func place<Number: FixedWidthInteger & SignedInteger>(
    _ numerator: Number, over denominator: Number, phase: Int
  ) -> Int32 {
    let (cell, phase) = (Number(cell), Number(phase))
    let index = floorQuotient(
      2 * (numerator - phase * denominator) + cell * denominator, 2 * cell * denominator)
    let limit = Number(precision.limit)
    return Int32(min(max(phase + index * cell, -limit), limit))
  }

  private func floorQuotient<Number: FixedWidthInteger & SignedInteger>(
    _ numerator: Number, _ denominator: Number
  ) -> Number {
    let (quotient, remainder) = numerator.quotientAndRemainder(dividingBy: denominator)
    return remainder < 0 ? quotient - 1 : quotient
  }

  /// Where this round's lattice lies along a coordinate, from 0 to ε − 1 steps.
  private func phase(ofColumn column: Int) -> Int {
    guard cell > 1 else { return 0 }
    return Int(
      random.number(below: UInt64(cell), .phase, index: UInt64(round), position: UInt32(column)))
  }
}
