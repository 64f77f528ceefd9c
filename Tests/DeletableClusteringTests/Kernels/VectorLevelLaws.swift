import CLinearAlgebra
import TestSupport
import Testing

@testable import DeletableClustering

/// The kernels of the C target give the same bits on every instruction set, and those of plain loops.
struct VectorLevelLaws {
  private func floats(_ count: Int, _ random: inout SplitMix, limit: Int = 1 << 23) -> [Float] {
    (0..<count).map { _ in random.int(0...19) == 0 ? Float(limit) : Float(random.int(-limit...limit)) }
  }

  @Test("The largest magnitude", arguments: VectorLevel.all, UInt64(0)..<60)
  func largest(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let values = floats(random.int(0...150), &random)
    let wide = values.map(Double.init)
    VectorLevel.limited(to: level) {
      let largest = values.map(abs).max() ?? 0
      unsafe #expect(la_largest_float(values, values.count) == largest)
      unsafe #expect(la_largest_double(wide, wide.count) == Double(largest))
    }
  }

  @Test(
    "Rows rounded to a tile, halves to even, held at the limit", arguments: VectorLevel.all, UInt64(0)..<80)
  func roundedRows(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (dimension, count) = (random.int(1...70), random.int(1...64))
    let limit = Double(1 << random.int(4...10))
    let values = (0..<dimension * count).map { _ in Float(random.int(-9000...9000)) / 8 }
    let scale = random.element([1, 0.5, 2, 0.125])
    var plain = Array(repeating: Float(0), count: dimension * 64)
    var plainNorms = Array(repeating: 0.0, count: 64)
    for row in 0..<count {
      for column in 0..<dimension {
        let held = min(max(Double(values[row * dimension + column]) * scale, -limit), limit)
        let steps = held.rounded(.toNearestOrEven)
        plain[column * 64 + row] = Float(steps)
        plainNorms[row] += steps * steps
      }
    }
    var tile = Array(repeating: Float(0), count: dimension * 64)
    var norms = Array(repeating: 0.0, count: 64)
    var (other, otherNorms) = (tile, norms)
    VectorLevel.limited(to: level) {
      unsafe la_round_float_rows(values, dimension, count, scale, limit, &tile, &norms)
      unsafe la_round_double_rows(
        values.map(Double.init), dimension, count, scale, limit, &other, &otherNorms)
    }
    #expect(tile == plain && norms == plainNorms)
    #expect(other == plain && otherNorms == plainNorms)
  }

  @Test("Special numbers are found wherever they stand", arguments: VectorLevel.all, UInt64(0)..<60)
  func specialNumbers(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let count = random.element([0, 1, 7, 64, 1000, 9000])
    let plain = [0, 1, -1, .greatestFiniteMagnitude, -.leastNonzeroMagnitude] as [Double]
    var doubles = (0..<count).map { _ in random.element(plain) }
    var floats = doubles.map { $0.magnitude > 1e30 ? Float.greatestFiniteMagnitude : Float($0) + 0 }
    VectorLevel.limited(to: level) {
      #expect(!Coordinates.double(doubles).haveSpecialNumbers)
      #expect(!Coordinates.float(floats).haveSpecialNumbers)
      guard count > 0 else { return }
      let place = random.int(0...count - 1)
      doubles[place] = random.element([-0.0, .nan, .infinity, -.infinity, .signalingNaN])
      #expect(Coordinates.double(doubles).haveSpecialNumbers)
      floats[place] = random.element([-0.0, .nan, .infinity, -.infinity, .signalingNaN])
      #expect(Coordinates.float(floats).haveSpecialNumbers)
    }
  }

  @Test("The two least of 0 and the scores, ties to the lower", arguments: VectorLevel.all, UInt64(0)..<60)
  func twoBest(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let count = random.int(0...12)
    let scores = floats(count * 64, &random, limit: random.element([2, 1 << 20]))
    let norms = floats(count, &random, limit: random.element([0, 3, 1 << 20]))
    var best = Array(repeating: Float(0), count: 64)
    var second = best
    var winner = Array(repeating: Int32(-1), count: 64)
    VectorLevel.limited(to: level) { unsafe la_two_best(scores, norms, count, &best, &second, &winner) }
    for lane in 0..<64 {
      let sums = [0] + (0..<count).map { scores[$0 * 64 + lane] + norms[$0] }
      let order = sums.indices.sorted { (sums[$0], $0) < (sums[$1], $1) }
      #expect(Int(winner[lane]) == order[0] && best[lane] == sums[order[0]])
      #expect(second[lane] == (count > 0 ? sums[order[1]] : .infinity))
    }
  }

  @Test(
    "Candidates: sums of lesser distances, and those that are less", arguments: VectorLevel.all,
    UInt64(0)..<60)
  func candidates(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (count, candidates) = (random.int(0...2) == 0 ? 64 : random.int(0...64), random.int(1...9))
    let limit = random.element([2, 1 << 20, 1 << 53])
    let nearest = (0..<count).map { _ in Double(random.int(0...limit)) }
    let distances = (0..<candidates * 64).map { _ in Double(random.int(0...limit)) }
    var sums = Array(repeating: Int64(-1), count: candidates)
    var other = sums
    var kept = Array(repeating: -1.0, count: candidates * 64)
    var which = Array(repeating: UInt64.max, count: candidates)
    VectorLevel.limited(to: level) {
      let number = unsafe la_weigh_candidates(
        nearest, distances, count, candidates, &sums, &kept, &which)
      var place = 0
      for candidate in 0..<candidates {
        let row = distances[candidate * 64..<candidate * 64 + count]
        #expect(sums[candidate] == zip(nearest, row).reduce(0) { $0 + Int64(min($1.0, $1.1)) })
        for (lane, pair) in zip(nearest, row).enumerated() {
          let isNearer = pair.1 < pair.0
          #expect((which[candidate] >> UInt64(lane) & 1 == 1) == isNearer)
          guard isNearer else { continue }
          #expect(kept[place] == pair.1)
          place += 1
        }
        #expect(count == 64 || which[candidate] >> UInt64(count) == 0)
      }
      #expect(number == place)
      unsafe #expect(la_weigh_candidates(nearest, distances, count, candidates, &other, nil, nil) == 0)
    }
    #expect(other == sums)
  }

  @Test(
    "Points that move from cluster to cluster, weighted or not", arguments: VectorLevel.all, UInt64(0)..<80)
  func movedPoints(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (dimension, clusters) = (random.int(1...20), random.int(2...5))
    let tile = floats(dimension * 64, &random)
    let norms = (0..<64).map { _ in Double(random.int(0...1 << 53)) }
    let weights = random.int(0...1) == 0 ? nil : (0..<64).map { _ in Double(random.int(1...9)) }
    let from = (0..<64).map { _ in UInt16(random.int(0...clusters - 1)) }
    let to = from.map { UInt16((Int($0) + random.int(1...clusters - 1)) % clusters) }
    let lanes = random.element([0, .max, random.next(), 1 << UInt64(random.int(0...63))])
    var plain = ClusterStatistics(clusterCount: clusters, dimension: dimension)
    for lane in 0..<64 where lanes >> UInt64(lane) & 1 == 1 {
      for (label, sign) in [(from[lane], -1), (to[lane], 1)] {
        let weight = sign * Int(weights?[lane] ?? 1)
        plain.counts[Int(label)] += weight
        plain.squares[Int(label)] += Int128(weight) * Int128(norms[lane])
        for column in 0..<dimension {
          plain.sums[Int(label) * dimension + column] += Int64(weight) * Int64(tile[column * 64 + lane])
        }
      }
    }
    var counts = Array(repeating: 0, count: clusters)
    var squares = Array(repeating: Int128(0), count: clusters)
    var sums = Array(repeating: 0.0, count: clusters * dimension)
    VectorLevel.limited(to: level) {
      unsafe weights.withPointer { weights in
        unsafe squares.withUnsafeMutableBytes { squares in
          unsafe la_move_by_label(
            tile, dimension, from, to, lanes, norms, weights, &counts, squares.baseAddress, &sums)
        }
      }
    }
    #expect(counts == plain.counts && squares == plain.squares && sums.map { Int64($0) } == plain.sums)
  }

  @Test(
    "Hashes of rows in either precision, and their largest magnitudes", arguments: VectorLevel.all,
    UInt64(0)..<60)
  func hashes(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (dimension, count) = (random.int(1...40), random.int(1...5))
    let values = (0..<dimension * count).map { _ in Float(random.uniform()) - 0.5 }
    let words = (0..<dimension + dimension % 2).map { _ in random.next() }
    let plain = (0..<count).flatMap { row -> [UInt64] in
      let bits = (0..<words.count).map { column in
        (column < dimension ? Double(values[row * dimension + column]) : 0).bitPattern &+ words[column]
      }
      let sum = stride(from: 0, to: bits.count, by: 2).reduce(UInt128(0)) {
        $0 &+ UInt128(bits[$1]) * UInt128(bits[$1 + 1])
      }
      return [UInt64(truncatingIfNeeded: sum), UInt64(sum >> 64)]
    }
    let plainMagnitudes = (0..<count).map { row in
      values[row * dimension..<(row + 1) * dimension].map { Double(abs($0)) }.max() ?? 0
    }
    var hashes = Array(repeating: UInt64(0), count: 2 * count)
    var others = hashes
    var magnitudes = Array(repeating: -1.0, count: count)
    var otherMagnitudes = magnitudes
    VectorLevel.limited(to: level) {
      unsafe la_hash_float_rows(values, dimension, count, words, &hashes, &magnitudes)
      unsafe la_hash_double_rows(
        values.map(Double.init), dimension, count, words, &others, &otherMagnitudes)
    }
    #expect(hashes == plain && others == plain)
    #expect(magnitudes == plainMagnitudes && otherMagnitudes == plainMagnitudes)
  }

  @Test("Gaps after moves, in whole tiles and in a part of one", arguments: VectorLevel.all, UInt64(0)..<80)
  func lowerGaps(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (dimension, count) = (random.int(1...9), random.int(1...200))
    let tiles = floats((count + 63) / 64 * dimension * 64, &random, limit: 1 << 20)
    let labels = (0..<count).map { _ in UInt16(random.int(0...3)) }
    let width = random.int(1...2)
    let packedLabels = labels.flatMap { width == 1 ? [UInt8($0)] : [UInt8($0 & 255), UInt8($0 >> 8)] }
    var gaps = (0..<count).map { _ in
      PackedAssignment.packed(random.int(0...20) == 0 ? .infinity : Float(random.uniform()) * 0x1p30)
    }
    let before = gaps.map(PackedAssignment.gap)
    var terms: [la_term] = []
    let moves = (0..<random.int(1...3)).map { cluster in
      let first = terms.count
      for _ in 0..<random.int(1...3) {
        terms.append(
          la_term(
            difference: Float(random.element([1, -64, 1 << 24, random.int(-64...64)])),
            sum: Float(random.int(-1 << 24...1 << 24)), column: Int64(random.int(0...dimension - 1))))
      }
      return la_move(
        cluster: Int32(cluster), first_term: Int32(first), term_count: Int32(terms.count - first))
    }
    let plain = (0..<count).map { point in
      plainGap(before[point], labels[point], moves, terms) {
        tiles[(point / 64 * dimension + $0) * 64 + point % 64]
      }
    }
    var open = Array(repeating: UInt64.max, count: (count + 63) / 64)
    VectorLevel.limited(to: level) {
      unsafe la_lower_gaps(
        &gaps, packedLabels, count, width, tiles, dimension * 64, moves, moves.count, terms, &open)
    }
    for place in 0..<open.count * 64 {
      let isOpen = open[place / 64] >> UInt64(place % 64) & 1 == 1
      guard place < count else {
        #expect(!isOpen)
        continue
      }
      let (least, most, size) = plain[place]
      // A lower bound, and no less than what is taken off and the bits that are not kept make of it.
      let lowered = Double(PackedAssignment.gap(gaps[place]))
      #expect(isOpen || (lowered <= most && lowered >= (least - size * 0x1p-19) * (1 - 0x1p-7)))
      #expect(!isOpen || least <= size * 0x1p-19)
      #expect(isOpen == !(lowered > 0))
    }
  }

  @Test(
    "A gap is open where large terms that cancel round to less than their sum", arguments: VectorLevel.all)
  func cancellingTerms(level: Int32) {
    // (2²⁴ − 1)·s − (2²⁴ − 1)·(s − 1) is 2²⁴ − 1. Where s passes 2²³ the two products round towards each other, and
    // their difference becomes 0.
    let factor = Float(1 << 24) - 1
    let moves = [la_move(cluster: 0, first_term: 0, term_count: 2)]
    let tile = [Float](repeating: 0, count: 128)
    let labels = [UInt8](repeating: 0, count: 64)
    for sum in (1 << 23) - 250..<(1 << 23) + 250 {
      let terms = [
        la_term(difference: factor, sum: Float(sum), column: 0),
        la_term(difference: -factor, sum: Float(sum - 1), column: 1),
      ]
      var gaps = [UInt16](repeating: PackedAssignment.packed(factor), count: 64)
      var open = [UInt64(0)]
      VectorLevel.limited(to: level) {
        unsafe la_lower_gaps(&gaps, labels, 64, 1, tile, 128, moves, 1, terms, &open)
      }
      #expect(open == [.max])
    }
  }

  @Test(
    "Labels of one byte or two and halves of gaps, there and back", arguments: VectorLevel.all, UInt64(0)..<40
  )
  func packed(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let (count, width) = (random.int(0...150), random.int(1...2))
    let labels = (0..<count).map { _ in UInt16(random.int(0...(width == 1 ? 255 : 65_535))) }
    let gaps = (0..<count).map { _ in
      random.element([0, -1, .infinity, .leastNonzeroMagnitude, Float(random.uniform()) * 0x1p40])
    }
    var bytes = Array(repeating: UInt8(7), count: count * width)
    var halves = Array(repeating: UInt16(7), count: count)
    var back = Array(repeating: UInt16(7), count: count)
    VectorLevel.limited(to: level) {
      unsafe la_pack_labels(labels, count, width, &bytes)
      unsafe la_unpack_labels(bytes, count, width, &back)
      unsafe la_pack_gaps(gaps, count, &halves)
    }
    #expect(back == labels && (width == 2 || bytes == labels.map { UInt8($0) }))
    #expect(halves == gaps.map(PackedAssignment.packed))
    for (gap, half) in zip(gaps, halves.map(PackedAssignment.gap)) {
      #expect(abs(half) <= abs(gap) && (half.sign == gap.sign) && (gap.isInfinite == half.isInfinite))
      #expect(gap < .leastNormalMagnitude || gap.isInfinite || half >= gap * (1 - 0x1p-7))
    }
  }

  @Test("Blocks of the generator", arguments: VectorLevel.all, UInt64(0)..<20)
  func philox(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let key = random.next()
    let counters = (0..<random.int(0...100)).map { _ in Word128(low: random.next(), high: random.next()) }
    var words = counters.flatMap { [$0.low, $0.high] }
    VectorLevel.limited(to: level) { unsafe la_philox(&words, counters.count, key) }
    let plain = counters.map { Philox.block(counter: $0, key: key) }
    #expect(words == plain.flatMap { [$0.low, $0.high] })
  }

  @Test(
    "Contenders of a race: all that are as fast as the bound, and few others", arguments: VectorLevel.all,
    UInt64(0)..<60)
  func contenders(level: Int32, seed: UInt64) {
    var random = SplitMix(seed)
    let count = random.int(0...64)
    let keys = (0..<count).map { _ in Word128(low: random.next(), high: random.next()) }
    let distances = keys.map { _ in random.int(0...5) == 0 ? 0 : Double(random.int(1...1 << 30)) }
    let weights = random.int(0...1) == 0 ? nil : keys.map { _ in Double(random.int(1...9)) }
    let draw = RaceDraw(KeyedRandom(seed: seed), step: Int(seed))
    let times = keys.indices.map { row in
      RaceDraw.exponential(bits: draw.bits(of: keys[row])) / (distances[row] * (weights?[row] ?? 1))
    }
    // A bound that is a record's own time, and one that lets all take part.
    let bound = random.element(times.filter(\.isFinite) + [.infinity])
    let open = VectorLevel.limited(to: level) {
      RaceFilter(draw).contenders(0..<count, keys, distances, weights, bound: bound)
    }
    for row in keys.indices {
      let isOpen = open >> UInt64(row) & 1 == 1
      if distances[row] == 0 {
        #expect(!isOpen)
      } else if times[row] <= bound {
        #expect(isOpen)
      } else if isOpen {
        let loss = (0x1p52 - Double(draw.bits(of: keys[row]))) * 0x1p-52
        #expect(loss <= bound * distances[row] * (weights?[row] ?? 1) * (1 + 0x1p-30) + 0x1p-51)
      }
    }
    #expect(count == 64 || open >> UInt64(count) == 0)
  }

  /// What a gap is at least after the moves; nil if they change no score of the point that matters.
  /// The exact lower bound on a gap after moves; what it is at most, as one that nothing lowers may stay infinite; and the
  /// size of the numbers that it is a sum of.
  private func plainGap(
    _ gap: Float, _ label: UInt16, _ moves: [la_move], _ terms: [la_term], _ coordinate: (Int) -> Float
  ) -> (least: Double, most: Double, size: Double) {
    var (own, others, size) = (0.0, 0.0, 0.0)
    for move in moves {
      let parts = terms[Int(move.first_term)..<Int(move.first_term + move.term_count)].map {
        Double($0.difference) * (Double($0.sum) - 2 * Double(coordinate(Int($0.column))))
      }
      let change = parts.reduce(0, +)
      size += parts.reduce(0) { $0 + abs($1) }
      if Int32(label) == move.cluster { own = change } else { others = min(others, change) }
    }
    let old = min(Double(gap), 0x1p60)
    let least = old - own + others
    return (least, own == 0 && others == 0 ? Double(gap) : least, old + size)
  }
}
