// The replay of a fit without the records that leave: what is resolved from counts, then the seeding,
// then the rounds.

extension QuantizedKMeans {
  /// Makes the state that of a fit of the survivors.
  ///
  /// - Parameter survivors: The remaining records, nil while they are not read.
  /// - Returns: Whether the replay is complete. Without records it stops where it needs them, and the model
  ///   is then to be thrown away.
  mutating func replay(
    _ removal: Removal, survivors: inout QuantizedKMeansRecords?, outcome: inout DeletionOutcome
  ) -> Bool {
    let published = state.published
    let oldCount = state.recordCount
    state.recordCount -= removal.count
    for magnitude in removal.magnitudes { state.octaves.add(-1, magnitude: magnitude) }
    let unit = LatticeUnit(fitting: state.octaves, precision: precision)
    if unit != state.unit || state.recordCount == 0 {
      return refit(&survivors, outcome: &outcome)
    }
    guard replaySeeding(removal.records, survivors) else { return false }
    guard replayRounds(removal, oldCount: oldCount, &survivors, &outcome) else { return false }
    state.chooseBestRound()
    if state.published != published { outcome.isCertified = false }
    return true
  }

  /// Fits the survivors anew: with another unit, nothing of the old model can serve.
  private mutating func refit(
    _ survivors: inout QuantizedKMeansRecords?, outcome: inout DeletionOutcome
  ) -> Bool {
    guard let data = survivors.take()?.data else { return false }
    self = QuantizedKMeans(trainedOn: data, configuration, threads: threads)
    survivors = resident.take()
    outcome.isRefitted = true
    outcome.isCertified = false
    outcome.firstMovedRound = 0
    outcome.reassignedCount += state.recordCount * state.rounds.count
    return true
  }
}
