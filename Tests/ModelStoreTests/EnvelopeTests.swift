import Crypto
import DeletableClustering
import Foundation
import Testing

@testable import ModelStore

@Suite("Envelopes")
struct EnvelopeTests {
  let encryption: Encryption
  let place = EnvelopePlace(content: .ids, position: 3, number: 1)
  let content = Array("what nobody else may read".utf8)

  init() throws {
    encryption = Encryption(
      key: try #require(ModelKey(bytes: Array(0..<32))), identity: Array(repeating: 5, count: 16), epoch: 2)
  }

  private func sealed() -> Data { Data(Envelope.sealing(content, encryption, at: place, FileSystem())) }

  private func with(
    key: ModelKey? = nil, identity: [UInt8]? = nil, epoch: UInt64? = nil
  ) -> Encryption {
    Encryption(
      key: key ?? encryption.key, identity: identity ?? encryption.identity, epoch: epoch ?? encryption.epoch)
  }

  @Test("What is put in comes out, of whatever length", arguments: [0, 1, 15, 16, 17, 1 << 20])
  func roundTrip(length: Int) throws {
    let content = (0..<length).map { UInt8(truncatingIfNeeded: $0 * 7) }
    let envelope = Data(Envelope.sealing(content, encryption, at: place, FileSystem()))
    #expect(envelope.count == length + Envelope.extraBytes)
    #expect(try Array(Envelope.opening(envelope, encryption, at: place)) == content)
    // What follows an envelope is not its own.
    #expect(try Array(Envelope.opening(envelope + envelope, encryption, at: place)) == content)
    #expect(try EnvelopeHeader(envelope).length == length)
  }

  @Test("Two envelopes of one content have nothing in common but the place")
  func fresh() throws {
    let (first, second) = (sealed(), sealed())
    // Magic to length stand in clear; the salt, the check, the checksum and the content differ.
    #expect(first.prefix(64) == second.prefix(64))
    for start in stride(from: 64, to: first.count - 8, by: 8) {
      #expect(first[start..<start + 8] != second[start..<start + 8])
    }
  }

  @Test("Another key is told from damage")
  func otherKey() throws {
    let other = with(key: ModelKey(bytes: Array(1...32)))
    #expect(throws: EnvelopeFailure.otherKey) { try Envelope.opening(sealed(), other, at: place) }
    var damaged = sealed()
    damaged[100] ^= 1
    #expect(throws: EnvelopeFailure.damaged("the header of its envelope is not as it was written")) {
      try Envelope.opening(damaged, other, at: place)
    }
  }

  @Test("At another place, in another model, or from before another key, it is refused")
  func otherPlaces() throws {
    let error = EnvelopeFailure.damaged("it belongs to another place or model")
    for other in [
      EnvelopePlace(content: .coordinates, position: 3, number: 1),
      EnvelopePlace(content: .ids, position: 4, number: 1),
      EnvelopePlace(content: .ids, position: 3, number: 0),
    ] {
      #expect(throws: error) { try Envelope.opening(sealed(), encryption, at: other) }
    }
    for other in [with(identity: Array(repeating: 6, count: 16)), with(epoch: 1)] {
      #expect(throws: error) { try Envelope.opening(sealed(), other, at: place) }
    }
  }

  /// Puts a right checksum after a header.
  private func withChecksum(_ envelope: Data) -> Data {
    let header = envelope.prefix(EnvelopeHeader.bytes - 16)
    return header + Data(SHA256.hash(data: header)).prefix(16) + envelope.dropFirst(EnvelopeHeader.bytes)
  }

  @Test("Every flipped bit is refused, under a right checksum too")
  func flips() throws {
    let sealed = sealed()
    for position in sealed.indices {
      for bit in 0..<8 as Range<UInt8> {
        var flipped = sealed
        flipped[position] ^= 1 << bit
        #expect(throws: EnvelopeFailure.self) { try Envelope.opening(flipped, encryption, at: place) }
        let forged = withChecksum(flipped)
        if forged != sealed {
          #expect(throws: EnvelopeFailure.self) { try Envelope.opening(forged, encryption, at: place) }
        }
      }
    }
    for length in sealed.indices {
      #expect(throws: EnvelopeFailure.self) {
        try Envelope.opening(sealed.prefix(length), encryption, at: place)
      }
    }
  }

  @Test("A newer version is told from damage")
  func newerVersion() throws {
    var envelope = sealed()
    envelope[8] = 2
    #expect(throws: EnvelopeFailure.newerVersion(2)) {
      try Envelope.opening(withChecksum(envelope), encryption, at: place)
    }
  }

  @Test("A key is 32 bytes")
  func keys() {
    #expect(ModelKey(bytes: []) == nil && ModelKey(bytes: Array(0..<31)) == nil)
    #expect(ModelKey(bytes: Array(0..<33)) == nil)
    #expect(ModelKey(bytes: ModelKey.newBytes()) != nil)
    #expect(ModelKey.newBytes() != ModelKey.newBytes())
  }
}
