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
