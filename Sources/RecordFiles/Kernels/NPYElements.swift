// Elements of a `.npy` file as numbers.
//
// The loads need unsafe code only because they take bytes for numbers; they stay inside the bytes.

/// Turns runs of bytes into numbers.
struct NPYElements {
  let element: NPYHeader.Element
  let isBigEndian: Bool

  /// Appends the numbers that the bytes are, in single precision.
  ///
  /// - Precondition: The type fits single precision, and the bytes are whole elements.
  func append(_ bytes: Span<UInt8>, to numbers: inout [Float]) {
    switch element {
    case .byte: append(bytes, UInt8.self, to: &numbers) { Float($0) }
    case .int8: append(bytes, UInt8.self, to: &numbers) { Float(Int8(bitPattern: $0)) }
    case .int16: append(bytes, UInt16.self, to: &numbers) { Float(Int16(bitPattern: $0)) }
    case .half: append(bytes, UInt16.self, to: &numbers, Self.widened)
    case .float: append(bytes, UInt32.self, to: &numbers) { Float(bitPattern: $0) }
    case .double, .int32, .int64: preconditionFailure("\(element) does not fit single precision")
    }
  }

  /// Appends the numbers that the bytes are, in double precision. Whole numbers beyond ±2⁵³ are rounded.
  ///
  /// - Precondition: The type does not fit single precision, and the bytes are whole elements.
  func append(_ bytes: Span<UInt8>, to numbers: inout [Double]) {
    switch element {
    case .double: append(bytes, UInt64.self, to: &numbers) { Double(bitPattern: $0) }
    case .int32: append(bytes, UInt32.self, to: &numbers) { Double(Int32(bitPattern: $0)) }
    case .int64: append(bytes, UInt64.self, to: &numbers) { Double(Int64(bitPattern: $0)) }
    default: preconditionFailure("\(element) fits single precision")
    }
  }

  @inline(__always)
  private func append<Word: FixedWidthInteger & BitwiseCopyable, Number>(
    _ bytes: Span<UInt8>, _: Word.Type, to numbers: inout [Number], _ number: (Word) -> Number
  ) {
    let size = MemoryLayout<Word>.size
    precondition(bytes.count % size == 0, "\(bytes.count) bytes are no whole elements of \(size)")
    let raw = unsafe bytes.bytes
    for offset in stride(from: 0, to: bytes.count, by: size) {
      let word = unsafe raw.unsafeLoadUnaligned(fromByteOffset: offset, as: Word.self)
      numbers.append(number(isBigEndian ? Word(bigEndian: word) : Word(littleEndian: word)))
    }
  }

  /// The value of a half-precision number; exact. `Float16` is missing on Intel Macs.
  static func widened(_ bits: UInt16) -> Float {
    let sign = UInt32(bits >> 15) << 31
    let exponent = UInt32(bits >> 10 & 0x1F)
    let fraction = UInt32(bits & 0x3FF)
    switch exponent {
    case 0:
      let magnitude = Float(fraction) * 0x1p-24
      return sign == 0 ? magnitude : -magnitude
    case 0x1F:
      return Float(bitPattern: sign | 0x7F80_0000 | fraction << 13)
    default:
      return Float(bitPattern: sign | (exponent + 112) << 23 | fraction << 13)
    }
  }
}
