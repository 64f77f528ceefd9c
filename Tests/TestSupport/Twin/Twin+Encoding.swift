// The canonical encoding, by a writer of its own.

import DeletableClustering

extension Twin {
  /// What the library's fit of the same records encodes to.
  package static func encoding(
    of data: Dataset, _ configuration: QuantizedKMeans.Configuration
  ) -> [UInt8] {
    Twin(data, configuration).encoded
  }

  package var encoded: [UInt8] {
    var bytes = LittleEndianBytes()
    bytes.write(1, width: 4)
    bytes.write(Int128(configuration.clusters), width: 4)
    bytes.write(Int128(configuration.iterations), width: 4)
    bytes.write(configuration.epsilon == nil ? 0 : 1, width: 1)
    bytes.write(Int128((configuration.epsilon ?? 0).bitPattern), width: 8)
    bytes.write(Int128(configuration.balance.numerator), width: 4)
    bytes.write(Int128(configuration.balance.denominator), width: 4)
    bytes.write(Int128(configuration.seed), width: 8)
    bytes.write(Int128(data.dimension), width: 8)
    bytes.write(Int128(data.count), width: 8)
    bytes.write(list: lattice.octaves.map { Int128($0.exponent) }, width: 4)
    bytes.write(list: lattice.octaves.map { Int128($0.count) }, width: 8)
    bytes.write(Int128(lattice.unitExponent), width: 4)
    bytes.write(Int128(seeding.steps.count), width: 8)
    for step in seeding.steps { write(step, to: &bytes) }
    bytes.write(cell, width: 8)
    bytes.write(Int128(rounds.count), width: 8)
    for round in rounds { write(round, to: &bytes) }
    bytes.write(Int128(bestRound ?? -1), width: 4)
    return bytes.bytes
  }

  private func write(_ step: TwinSeeding.Step, to bytes: inout LittleEndianBytes) {
    bytes.write(Int128(step.candidates.count), width: 8)
    bytes.write(Int128(step.chosen), width: 8)
    for candidate in step.candidates {
      bytes.write(Int128(truncatingIfNeeded: candidate.key), width: 16)
      bytes.write(list: candidate.point, width: 4)
      bytes.write(candidate.potential, width: 16)
    }
  }

  private func write(_ round: Round, to bytes: inout LittleEndianBytes) {
    bytes.write(list: round.centroids.flatMap { $0 }, width: 4)
    bytes.write(list: round.counts.map { Int128($0) }, width: 8)
    bytes.write(list: round.sums.flatMap { $0 }, width: 8)
    bytes.write(list: round.squares, width: 16)
    bytes.write(round.loss, width: 16)
  }
}

private struct LittleEndianBytes {
  var bytes: [UInt8] = []

  mutating func write(_ number: Int128, width: Int) {
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }

  mutating func write(list: [Int128], width: Int) {
    write(Int128(list.count), width: 8)
    for number in list { write(number, width: width) }
  }
}
