// Matrix products, by whatever BLAS the process was started with.
//
// On whole numbers whose products add up, in absolute value, to at most 2⁵³, the double product is
// exact with any conventional algorithm: each a·b once, summed by any tree, with or without FMA. A
// BLAS that computes otherwise (Strassen's algorithm, emulation on other number types) would break
// the promise, so each process tries its BLAS before the first use.

import CLinearAlgebra

/// The linear algebra that a process runs on.
public enum LinearAlgebra {
  /// The name of the BLAS in use, such as `OpenBLAS 0.3.21 SkylakeX`.
  public static let provider = unsafe String(cString: la_provider())

  /// Whether the BLAS computes products as the exact arithmetic needs it.
  ///
  /// The first call holds a BLAS that starts threads of its own to one thread, for the whole process:
  /// the library runs many small products at once, on threads of its own.
  public static var isSuitable: Bool { probed }

  private static let probed: Bool = {
    la_use_one_thread()
    return BLASProbe.passes()
  }()
}

/// Products of small row-major matrices.
enum MatrixProduct {
  /// C ← A·B in single precision.
  ///
  /// - Parameters:
  ///   - a: m × k.
  ///   - b: k × n, rows `stride` apart.
  ///   - c: m × n, rows `stride` apart, overwritten.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: O(m·n·k); no allocation.
  static func multiply(
    _ a: Span<Float>, _ b: Span<Float>, into c: inout MutableSpan<Float>,
    m: Int, n: Int, k: Int, stride: Int
  ) {
    precondition(n <= stride && a.count >= m * k && b.count >= k * stride && c.count >= m * stride)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe la_multiply_float(
            Int32(m), Int32(n), Int32(k), a.baseAddress, Int32(k), b.baseAddress,
            Int32(stride), c.baseAddress, Int32(stride))
        }
      }
    }
  }

  /// C ← A·Bᵀ in double precision.
  ///
  /// - Parameters:
  ///   - a: m × k.
  ///   - b: n × k.
  ///   - c: m × n, overwritten.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: O(m·n·k); no allocation.
  static func multiplyTransposed(
    _ a: Span<Double>, _ b: Span<Double>, into c: inout MutableSpan<Double>, m: Int, n: Int, k: Int
  ) {
    precondition(a.count >= m * k && b.count >= n * k && c.count >= m * n)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe la_multiply_double_transposed(
            Int32(m), Int32(n), Int32(k), a.baseAddress, Int32(k), b.baseAddress, Int32(k),
            c.baseAddress, Int32(n))
        }
      }
    }
  }
}

/// Products of the columns of row-major matrices.
extension MatrixProduct {
  /// C ← Aᵀ·B.
  ///
  /// - Parameters:
  ///   - a: k × m, rows `stride` apart.
  ///   - b: k × n, rows `stride` apart.
  ///   - c: m × n, overwritten.
  /// - Precondition: The counts agree; checked in release builds too.
  /// - Complexity: O(m·n·k); no allocation of its own.
  static func multiplyColumns(
    _ a: Span<Double>, _ b: Span<Double>, into c: inout MutableSpan<Double>,
    m: Int, n: Int, k: Int, stride: Int
  ) {
    precondition(k > 0 && m <= stride && n <= stride && c.count >= m * n)
    precondition(a.count >= (k - 1) * stride + m && b.count >= (k - 1) * stride + n)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe b.withUnsafeBufferPointer { b in
        unsafe c.withUnsafeMutableBufferPointer { c in
          unsafe la_multiply_transposed_double(
            Int32(m), Int32(n), Int32(k), a.baseAddress, Int32(stride), b.baseAddress, Int32(stride),
            c.baseAddress, Int32(n))
        }
      }
    }
  }

  /// The upper triangle of C ← Aᵀ·A, half the work; what is below the diagonal stays.
  ///
  /// - Parameters:
  ///   - a: k × n, rows `stride` apart.
  ///   - c: n × n.
  /// - Precondition: As above.
  static func multiplyColumnsBySelf(
    _ a: Span<Double>, into c: inout MutableSpan<Double>, n: Int, k: Int, stride: Int
  ) {
    precondition(k > 0 && n <= stride && a.count >= (k - 1) * stride + n && c.count >= n * n)
    unsafe a.withUnsafeBufferPointer { a in
      unsafe c.withUnsafeMutableBufferPointer { c in
        unsafe la_multiply_transposed_by_self(
          Int32(n), Int32(k), a.baseAddress, Int32(stride), c.baseAddress, Int32(n))
      }
    }
  }
}
