// The key by which entries of a ledger, and receipts, are signed.

import Crypto
import Foundation

/// An Ed25519 key. Its holder vouches for entries; the model keeps the public half alone.
public struct SigningKey: Sendable {
  private let key: Curve25519.Signing.PrivateKey

  /// A new key.
  public init() {
    key = Curve25519.Signing.PrivateKey()
  }

  /// The key of 32 bytes; nil if they are not so many.
  public init?(bytes: [UInt8]) {
    guard let key = try? Curve25519.Signing.PrivateKey(rawRepresentation: bytes) else { return nil }
    self.key = key
  }

  /// The secret, 32 bytes.
  public var bytes: [UInt8] { Array(key.rawRepresentation) }

  /// 32 bytes.
  public var publicKey: [UInt8] { Array(key.publicKey.rawRepresentation) }

  /// 64 bytes.
  public func signature(of message: [UInt8]) -> [UInt8] {
    guard let signature = try? key.signature(for: message) else {
      preconditionFailure("Ed25519 signs any message.")
    }
    return Array(signature)
  }

  public static func isValid(_ signature: [UInt8], of message: [UInt8], publicKey: [UInt8]) -> Bool {
    guard let key = try? Curve25519.Signing.PublicKey(rawRepresentation: publicKey) else { return false }
    return key.isValidSignature(signature, for: message)
  }
}
