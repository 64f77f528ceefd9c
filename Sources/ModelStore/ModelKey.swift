// The key that a model's data are encrypted under. Whoever destroys it destroys every copy.

import Crypto

/// A secret of 32 bytes, which the model's owner keeps apart from the model.
///
/// In memory it is overwritten when the last copy goes.
public struct ModelKey: Equatable, Sendable {
  let secret: SymmetricKey

  /// The count of its bytes.
  public static let length = 32

  /// The key of 32 bytes; nil if they are not so many.
  public init?(bytes: [UInt8]) {
    guard bytes.count == Self.length else { return nil }
    secret = SymmetricKey(data: bytes)
  }

  /// The bytes of a new key, from the system's generator.
  public static func newBytes() -> [UInt8] {
    (0..<length).map { _ in .random(in: .min ... .max) }
  }
}

/// Under which key a model's files are, and since when.
struct Encryption: Equatable, Sendable {
  let key: ModelKey
  /// The model's name, as in its evidence. It stands in clear in every file, so that copies are known.
  let identity: [UInt8]
  /// The generation in which the model was put under the key: files from before are not taken for its own.
  let epoch: UInt64
}
