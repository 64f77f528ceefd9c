// A round's labels and gaps as they are kept: in as few bytes as will do.
//
// There are as many of them as records times rounds, so to write them first and to read them at a deletion takes time
// that goes with their size. A label takes one byte for up to 256 clusters. A gap is a lower bound: it keeps the upper
// half of its bits, which is a number no farther from 0.

import CLinearAlgebra

/// A window on the labels and gaps of one round, through which threads write disjoint ranges of points at once.
struct PackedAssignment: Sendable {
  let labels: DisjointWindow<UInt8>
  let gaps: DisjointWindow<UInt16>
  /// The bytes of a label.
  let labelWidth: Int

  static func labelWidth(clusters: Int) -> Int { clusters <= 256 ? 1 : 2 }

  /// A gap's upper bits, and what they stand for.
  static func packed(_ gap: Float) -> UInt16 { UInt16(gap.bitPattern >> 16) }
  static func gap(_ packed: UInt16) -> Float { Float(bitPattern: UInt32(packed) << 16) }

  private func bytes(of points: Range<Int>) -> Range<Int> {
    points.lowerBound * labelWidth..<points.upperBound * labelWidth
  }

  /// Reads the labels of some points, as many as there is room for.
  func load(_ points: Range<Int>, labels out: inout MutableSpan<UInt16>) {
    precondition(points.count == out.count)
    labels.update(bytes(of: points)) { packed in
      unsafe packed.withUnsafeBufferPointer { packed in
        unsafe out.withUnsafeMutableBufferPointer { out in
          guard let packed = packed.baseAddress, let out = out.baseAddress else { return }
          unsafe la_unpack_labels(packed, points.count, labelWidth, out)
        }
      }
    }
  }

  /// Writes the labels and gaps of some points.
  func store(_ points: Range<Int>, labels new: Span<UInt16>, gaps newGaps: Span<Float>) {
    precondition(points.count == new.count && points.count == newGaps.count)
    labels.update(bytes(of: points)) { packed in
      unsafe packed.withUnsafeMutableBufferPointer { packed in
        unsafe new.withUnsafeBufferPointer { new in
          guard let packed = packed.baseAddress, let new = new.baseAddress else { return }
          unsafe la_pack_labels(new, points.count, labelWidth, packed)
        }
      }
    }
    gaps.update(points) { packed in
      unsafe packed.withUnsafeMutableBufferPointer { packed in
        unsafe newGaps.withUnsafeBufferPointer { new in
          guard let packed = packed.baseAddress, let new = new.baseAddress else { return }
          unsafe la_pack_gaps(new, points.count, packed)
        }
      }
    }
  }

  /// Writes the labels and gaps of some points in any order.
  ///
  /// - Parameters:
  ///   - lanes: A bit for each of the first 64 of `points` that is meant.
  ///   - before: Gets the labels that these had.
  /// - Returns: A bit for each that has another label now.
  /// - Precondition: There is a point, a label and a gap for each bit; checked in release builds too.
  func exchange(
    _ points: [Int], _ lanes: UInt64, labels new: [UInt16], gaps newGaps: [Float], before: inout [UInt16]
  ) -> UInt64 {
    let count = UInt64.bitWidth - lanes.leadingZeroBitCount
    precondition(count <= min(points.count, new.count, newGaps.count, before.count))
    precondition(points.allSatisfy { $0 >= 0 && $0 < gaps.count } && labels.count == gaps.count * labelWidth)
    return unsafe labels.withUnsafeElements { packedLabels in
      unsafe gaps.withUnsafeElements { packedGaps in
        unsafe la_exchange(packedLabels, labelWidth, packedGaps, points, lanes, new, newGaps, &before)
      }
    }
  }

  /// Writes one point's label and gap.
  ///
  /// - Returns: The label that it had.
  func exchange(_ point: Int, label: Int, gap: Float) -> Int {
    gaps.update(point..<point + 1) { $0[0] = Self.packed(gap) }
    return labels.update(bytes(of: point..<point + 1)) { bytes in
      let old = bytes.count == 1 ? Int(bytes[0]) : Int(bytes[0]) | Int(bytes[1]) << 8
      bytes[0] = UInt8(truncatingIfNeeded: label)
      if bytes.count > 1 { bytes[1] = UInt8(truncatingIfNeeded: label >> 8) }
      return old
    }
  }
}

// All rounds' labels and gaps: one round after another, each with the same room. Many points are looked up on several
// threads, each with rounds of its own.
extension PackedAssignment {
  /// How many rounds a thread takes at a time: all of them for few points.
  private static func grain(_ pointCount: Int, _ rounds: Int) -> Int { pointCount < 256 ? max(1, rounds) : 1 }

  /// Writes some points' labels in all rounds that are known, one round after another, from a place on.
  ///
  /// - Precondition: The points are there, and there is room for all; checked in release builds too.
  static func copyLabels(
    _ labels: [UInt8], width: Int, _ isKnown: [Bool], room: Int, ofPoints points: [Int],
    to out: inout [UInt16], at start: Int, threads: Int
  ) {
    let rounds = isKnown.count
    precondition(labels.count == rounds * room * width)
    precondition(points.allSatisfy { $0 >= 0 && $0 < room })
    precondition(start >= 0 && start + rounds * points.count <= out.count)
    let size = points.count
    out.withDisjointWindow { out in
      Parallel.forEach(count: rounds, grain: grain(size, rounds), threads: threads) { range in
        out.update(start + range.lowerBound * size..<start + range.upperBound * size) { out in
          unsafe labels.withUnsafeBufferPointer { labels in
            unsafe isKnown.withUnsafeBytes { isKnown in
              unsafe out.withUnsafeMutableBufferPointer { out in
                guard let labels = labels.baseAddress, let isKnown = isKnown.baseAddress,
                  let out = out.baseAddress
                else { return }
                unsafe la_copy_labels(
                  labels + range.lowerBound * room * width, width,
                  isKnown.assumingMemoryBound(to: UInt8.self) + range.lowerBound, range.count, room, points,
                  size, out)
              }
            }
          }
        }
      }
    }
  }

  /// Takes points out of all rounds, one after another: the last one's label and gap get the place of each, and zeros the
  /// place of the last.
  ///
  /// - Parameters:
  ///   - count: How many points there are.
  ///   - points: Distinct, in descending order.
  /// - Precondition: They are; checked in release builds too.
  static func moveLast(
    _ labels: inout [UInt8], width: Int, _ gaps: inout [UInt16], rounds: Int, room: Int, count: Int,
    over points: [Int], threads: Int
  ) {
    precondition(count <= room && gaps.count == rounds * room && labels.count == gaps.count * width)
    var end = count
    for point in points {
      precondition(point >= 0 && point < end)
      end = point
    }
    let size = points.count
    labels.withDisjointWindow { labels in
      gaps.withDisjointWindow { gaps in
        Parallel.forEach(count: rounds, grain: grain(size, rounds), threads: threads) { range in
          labels.update(range.lowerBound * room * width..<range.upperBound * room * width) { labels in
            unsafe labels.withUnsafeMutableBufferPointer { labels in
              guard let labels = labels.baseAddress else { return }
              unsafe la_move_last(labels, width, range.count, room, count, points, size)
            }
          }
          gaps.update(range.lowerBound * room..<range.upperBound * room) { gaps in
            unsafe gaps.withUnsafeMutableBytes { gaps in
              guard let gaps = gaps.baseAddress else { return }
              unsafe la_move_last(
                gaps.assumingMemoryBound(to: UInt8.self), MemoryLayout<UInt16>.size, range.count, room, count,
                points, size)
            }
          }
        }
      }
    }
  }
}
