import TestSupport
import Testing

@testable import DeletableClustering

struct EncodingTests {
  @Test("Numbers are little-endian, lists and texts have their counts before them")
  func layout() {
    var encoder = CanonicalEncoder()
    encoder.append(UInt32(0x0102_0304))
    encoder.append(Int128(-2))
    encoder.append(all: [Int32(-1)])
    encoder.append("e\u{301}")
    encoder.append(1.0)
    let expected: [UInt8] =
      [4, 3, 2, 1] + [254] + Array(repeating: 255, count: 15)
      + [1, 0, 0, 0, 0, 0, 0, 0, 255, 255, 255, 255] + [3, 0, 0, 0, 0, 0, 0, 0, 101, 204, 129]
      + [0, 0, 0, 0, 0, 0, 240, 63]
    #expect(encoder.bytes == expected)
  }

  @Test("What was written is read, and nothing beyond the end")
  func decoding() throws {
    var encoder = CanonicalEncoder()
    encoder.append(Int128.min)
    encoder.append(-0.0)
    encoder.append("text")
    encoder.append(all: [Int64.min, .max])
    var decoder = CanonicalDecoder(encoder.bytes)
    #expect(try decoder.number(Int128.self) == .min)
    #expect(try decoder.double().sign == .minus)
    #expect(try decoder.text() == "text")
    #expect(try decoder.numbers(Int64.self) == [.min, .max])
    #expect(decoder.isAtEnd)
    #expect(throws: DecodingFailure.endOfBytes) { try decoder.number(UInt8.self) }
    var endless = CanonicalDecoder(Array(repeating: 255, count: 16))
    #expect(throws: DecodingFailure.endOfBytes) { try endless.numbers(UInt8.self) }
    var noText = CanonicalDecoder([1, 0, 0, 0, 0, 0, 0, 0, 255])
    #expect(throws: DecodingFailure.invalid("text")) { try noText.text() }
  }

  private func decode(_ bytes: [UInt8], like model: QuantizedKMeans) throws -> QuantizedKMeans {
    try QuantizedKMeans(
      encoded: bytes, featureNames: model.featureNames, records: StoredRecords(try model.records()),
      threads: 1)
  }

  @Test("A model is read as it was written", arguments: UInt64(0)..<63)
  func roundTrip(seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    let read = try decode(model.encoded, like: model)
    #expect(read == model && read.encoded == model.encoded)
    #expect(try read.labels() == model.labels())
    #expect(read.centroids == model.centroids && read.inertia == model.inertia)
  }

  @Test("Bytes of a model of nothing are read, and rejected where they are changed")
  func emptyModel() throws {
    let empty = try Dataset(coordinates: .double([]), dimension: 2)
    let model = try QuantizedKMeans.fit(empty, .init(clusters: 3))
    #expect(try decode(model.encoded, like: model) == model)
    for place in model.encoded.indices {
      var bytes = model.encoded
      bytes[place] ^= 1
      if let read = try? decode(bytes, like: model) { #expect(read != model && read.encoded == bytes) }
    }
  }

  @Test("Bytes cut short, added or of another version are rejected")
  func rejects() throws {
    let sample = GeneratedCase(.tiny, seed: 5)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    let bytes = model.encoded
    for count in bytes.indices {
      #expect(throws: DecodingFailure.self) { try decode(Array(bytes.prefix(count)), like: model) }
    }
    #expect(throws: DecodingFailure.invalid("length")) { try decode(bytes + [0], like: model) }
    #expect(throws: DecodingFailure.unknownVersion(2)) { try decode([2] + bytes.dropFirst(), like: model) }
  }

  @Test(
    "Any changed byte is rejected or read back as changed, and never traps",
    arguments: [GeneratedCase.Shape.mixture, .coarse, .tiny])
  func changedBytes(shape: GeneratedCase.Shape) throws {
    let sample = GeneratedCase(shape, seed: 3)
    let model = try QuantizedKMeans.fit(sample.data, sample.configuration)
    for place in model.encoded.indices {
      var bytes = model.encoded
      bytes[place] ^= 1 << UInt8(place % 8)
      if let read = try? decode(bytes, like: model) {
        #expect(read != model && read.digest != model.digest, "byte \(place)")
        #expect(read.encoded == bytes, "byte \(place)")
      }
    }
  }
}
