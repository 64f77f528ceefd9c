// The canonical encoding, version 5, and digests, by a writer of its own.

import Crypto
import DeletableClustering

extension Twin {
  package var encoded: [UInt8] { encodedHead(data, settings, preparation, lattice) + solution.encoded }

  package var digest: String { hexadecimal(sha256(encoded)) }
}

extension TwinTree {
  package var encoded: [UInt8] {
    var bytes = LittleEndianBytes(encodedHead(data, settings, preparation, lattice))
    for node in levels.joined() { bytes.append(node.encoded) }
    return bytes.bytes
  }

  /// Of the head, the shape, and the Merkle digest of the root.
  package var digest: String {
    var bytes = LittleEndianBytes(encodedHead(data, settings, preparation, lattice))
    bytes.write(list: shape.nodeCounts.map { Int128($0) }, width: 8)
    bytes.write(list: shape.parcels.map { Int128($0) }, width: 8)
    bytes.append(merkleDigest(level: 0, node: 0))
    return hexadecimal(sha256(bytes.bytes))
  }

  private func merkleDigest(level: Int, node: Int) -> [UInt8] {
    let own = levels[level][node].encoded
    guard level < levels.count - 1 else { return sha256(own) }
    let children = shape.children(of: node, level: level)
    return sha256(own + children.flatMap { merkleDigest(level: level + 1, node: $0) })
  }
}

/// The version, the settings, and what is known of the records as a whole.
private func encodedHead(
  _ data: Dataset, _ settings: ModelSettings, _ preparation: TwinPreparation, _ lattice: TwinLattice
) -> [UInt8] {
  var bytes = LittleEndianBytes()
  bytes.write(5, width: 4)
  let tags: [ClusteringMethod: Int128] = [.quantized: 1, .divideAndConquer: 2, .lloyd: 3]
  bytes.write(tags[settings.method] ?? 0, width: 1)
  bytes.write(Int128(settings.clusters), width: 4)
  bytes.write(Int128(settings.iterations), width: 4)
  bytes.write(Int128(settings.restarts), width: 4)
  bytes.write(settings.epsilon == nil ? 0 : 1, width: 1)
  bytes.write(Int128((settings.epsilon ?? 0).bitPattern), width: 8)
  bytes.write(Int128(settings.balance.numerator), width: 4)
  bytes.write(Int128(settings.balance.denominator), width: 4)
  bytes.write(Int128(settings.seed), width: 8)
  if settings.method == .divideAndConquer {
    bytes.write(Int128(settings.tree.leaves ?? 0), width: 4)
    bytes.write(Int128(settings.tree.depth ?? 0), width: 4)
    bytes.write(settings.tree.merging == .weighted ? 1 : 0, width: 1)
    bytes.write(settings.tree.solver == .quantized ? 1 : 0, width: 1)
  }
  bytes.write(settings.preparation)
  bytes.write(Int128(settings.seedingSample ?? 0), width: 4)
  bytes.write(Int128(data.dimension), width: 8)
  bytes.append(preparation.encoded)
  bytes.write(Int128(data.count), width: 8)
  bytes.write(Int128(data.totalWeight), width: 8)
  bytes.write(list: lattice.octaves.map { Int128($0.exponent) }, width: 4)
  bytes.write(list: lattice.octaves.map { Int128($0.count) }, width: 8)
  bytes.write(Int128(lattice.unitExponent), width: 4)
  return bytes.bytes
}

extension TwinTree.Node {
  /// The digest of the solution, and what the node found.
  fileprivate var encoded: [UInt8] {
    var bytes = LittleEndianBytes(digest)
    bytes.write(list: centroids.flatMap { $0 }, width: 4)
    bytes.write(list: counts.map { Int128($0) }, width: 8)
    return bytes.bytes
  }
}

extension TwinSolution {
  package var encoded: [UInt8] {
    var bytes = LittleEndianBytes()
    bytes.write(Int128(runs.count), width: 8)
    for run in runs { run.write(to: &bytes) }
    bytes.write(Int128(bestRun), width: 4)
    return bytes.bytes
  }

  var digest: [UInt8] { sha256(encoded) }
}

extension TwinRun {
  fileprivate func write(to bytes: inout LittleEndianBytes) {
    bytes.write(Int128(seeding.steps.count), width: 8)
    for step in seeding.steps { step.write(to: &bytes) }
    if let sample = seeding.sample {
      bytes.write(seeding.sampleEnd == nil ? sample.total : -1 - sample.total, width: 16)
    }
    if let end = seeding.sampleEnd { bytes.write(Int128(end), width: 8) }
    bytes.write(cell, width: 8)
    bytes.write(Int128(rounds.count), width: 8)
    for round in rounds { round.write(to: &bytes) }
    bytes.write(Int128(bestRound), width: 4)
  }
}

extension TwinSeeding.Step {
  fileprivate func write(to bytes: inout LittleEndianBytes) {
    bytes.write(Int128(candidates.count), width: 8)
    bytes.write(Int128(chosen), width: 8)
    for candidate in candidates {
      bytes.write(Int128(truncatingIfNeeded: candidate.key), width: 16)
      bytes.write(list: candidate.point, width: 4)
      bytes.write(candidate.potential, width: 16)
    }
  }
}

extension TwinRun.Round {
  fileprivate func write(to bytes: inout LittleEndianBytes) {
    bytes.write(list: centroids.flatMap { $0 }, width: 4)
    bytes.write(list: counts.map { Int128($0) }, width: 8)
    bytes.write(list: sums.flatMap { $0 }, width: 8)
    bytes.write(list: squares, width: 16)
    bytes.write(loss, width: 16)
  }
}

struct LittleEndianBytes {
  private(set) var bytes: [UInt8]

  init(_ bytes: [UInt8] = []) {
    self.bytes = bytes
  }

  mutating func append(_ more: [UInt8]) {
    bytes += more
  }

  mutating func write(_ number: Int128, width: Int) {
    for place in 0..<width { bytes.append(UInt8(truncatingIfNeeded: number >> (8 * place))) }
  }

  mutating func write(list: [Int128], width: Int) {
    write(Int128(list.count), width: 8)
    for number in list { write(number, width: width) }
  }
}

extension LittleEndianBytes {
  fileprivate mutating func write(_ preparation: Preparation) {
    write(Int128(preparation.steps.count), width: 8)
    for step in preparation.steps {
      switch step {
      case .fillMissing: write(1, width: 1)
      case .standardize: write(2, width: 1)
      case .minMax(let known):
        write(3, width: 1)
        write(Int128(known.count), width: 8)
        for range in known {
          write(range == nil ? 0 : 1, width: 1)
          write(Int128((range?.lowerBound ?? 0).bitPattern), width: 8)
          write(Int128((range?.upperBound ?? 0).bitPattern), width: 8)
        }
      case .randomProjection(let count):
        write(4, width: 1)
        write(Int128(count), width: 4)
      case .principalComponents(let count, let isWhitened):
        write(5, width: 1)
        write(Int128(count), width: 4)
        write(isWhitened ? 1 : 0, width: 1)
      }
    }
  }
}

private func sha256(_ bytes: [UInt8]) -> [UInt8] { Array(SHA256.hash(data: bytes)) }

private func hexadecimal(_ bytes: [UInt8]) -> String {
  let digits = Array("0123456789abcdef")
  return String(bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] })
}
