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

  private func decode(_ bytes: [UInt8], like model: any DeletableModel) throws -> any DeletableModel {
    try ModelCore.model(
      encoded: bytes, featureNames: model.featureNames, records: StoredRecords(try model.records()),
      threads: 1)
  }

  @Test("A model is read as it was written", arguments: ClusteringMethod.allCases, UInt64(0)..<44)
  func roundTrip(method: ClusteringMethod, seed: UInt64) throws {
    let sample = GeneratedCase(seed: seed)
    let model = try sample.settings(method).fit(sample.data)
    let read = try decode(model.encoded, like: model)
    #expect(read.settings == model.settings)
    #expect(read.core == model.core && read.encoded == model.encoded && read.digest == model.digest)
    #expect(try read.labels() == model.labels())
    #expect(try read.centroids == model.centroids && read.clusterSummary() == model.clusterSummary())
    #expect(read.resolved == model.resolved)
  }

  @Test(
    "Bytes of a model of nothing are read, and rejected where they are changed",
    arguments: ClusteringMethod.allCases)
  func emptyModel(method: ClusteringMethod) throws {
    let empty = try Dataset(coordinates: .double([]), dimension: 2)
    let model = try ModelSettings(method, clusters: 3).fit(empty)
    #expect(try decode(model.encoded, like: model).core == model.core)
    try checkChangedBytes(model, masks: [1, 128])
  }

  @Test(
    "Bytes cut short, added or of another version are rejected",
    arguments: ClusteringMethod.allCases)
  func rejects(method: ClusteringMethod) throws {
    let model = try tinyModel(method)
    let bytes = model.encoded
    for count in bytes.indices {
      #expect(throws: DecodingFailure.self) { try decode(Array(bytes.prefix(count)), like: model) }
    }
    #expect(throws: DecodingFailure.invalid("length")) { try decode(bytes + [0], like: model) }
    for version in [0, 6, 255] as [UInt8] {
      #expect(throws: DecodingFailure.unknownVersion(UInt32(version))) {
        try decode([version] + bytes.dropFirst(), like: model)
      }
    }
  }

  @Test("Octaves with more records than there are are refused")
  func octavesOfMore() throws {
    let model = try QuantizedKMeans.fit(try Dataset(rows: [[1], [1], [0]]), .init(clusters: 1))
    var bytes = model.encoded
    // After the settings with a preparation of no step, d, n, the weight and one exponent: the count of the one octave.
    let place = 54 + 3 * 8 + 8 + 4 + 8
    #expect(bytes[place] == 2)
    bytes[place] = 3
    #expect(throws: Never.self) { try decode(bytes, like: model) }
    bytes[place] = 4
    #expect(throws: DecodingFailure.invalid("octaves")) { try decode(bytes, like: model) }
  }

  @Test(
    "Any changed byte is rejected or read back as changed, and never traps",
    arguments: ClusteringMethod.allCases, [GeneratedCase.Shape.mixture, .coarse, .sharedIDs, .weighted])
  func changedBytes(method: ClusteringMethod, shape: GeneratedCase.Shape) throws {
    let sample = GeneratedCase(shape, seed: 3)
    try checkChangedBytes(
      try sample.settings(method).fit(sample.data), masks: [0],
      count: TestLevel.count(quick: 200, standard: 2000, long: .max))
  }

  /// Three records, one heavy; two runs of one round; for trees, three leaves under two nodes.
  private func tinyModel(_ method: ClusteringMethod) throws -> any DeletableModel {
    var settings = ModelSettings(method, clusters: 2)
    settings.iterations = 1
    settings.restarts = 2
    if method == .divideAndConquer { settings.tree = TreeSettings(leaves: 3, depth: 2) }
    let rows = [[0.5, 1], [3, -2], [4, 4]]
    return try settings.fit(
      GeneratedCase.dataset(rows, ["a", "b", "c"], weights: [1, 200, 1]))
  }

  @Test(
    "Any byte of a tiny model turned over is rejected or read back as changed, and never traps",
    arguments: ClusteringMethod.allCases)
  func turnedBytes(method: ClusteringMethod) throws {
    try checkChangedBytes(try tinyModel(method), masks: [0x01, 0x7f, 0x80, 0xff])
  }

  @Test(
    "What a damaged tiny model is read back as can be asked anything, and never traps",
    arguments: ClusteringMethod.allCases)
  func damagedModelsWork(method: ClusteringMethod) throws {
    let model = try tinyModel(method)
    for place in model.encoded.indices {
      var bytes = model.encoded
      bytes[place] ^= 0x01
      guard let read = try? decode(bytes, like: model) else { continue }
      _ = (read.centroids, read.resolved, read.predict(try model.records()))
      _ = try read.clusterSummary()
      _ = try read.labels()
    }
  }

  /// Changes one byte after another; the mask 0 stands for one bit after another.
  ///
  /// - Parameter count: How many places are tried at most, all over the encoding.
  private func checkChangedBytes(
    _ model: any DeletableModel, masks: [UInt8], count: Int = .max
  ) throws {
    let encoded = model.encoded
    // No multiple of 8, so that every byte of a number has its turn.
    let stride = encoded.count > count ? encoded.count / count / 8 * 8 + 1 : 1
    for place in Swift.stride(from: 0, to: encoded.count, by: stride) {
      for mask in masks {
        var bytes = encoded
        bytes[place] ^= mask == 0 ? 1 << UInt8(place % 8) : mask
        // With the number of an earlier version in front, the bytes may say the same.
        guard let read = try? decode(bytes, like: model), place > 0 else { continue }
        #expect(!(read == model) && read.encoded == bytes, "byte \(place)")
        #expect(read.digest != model.digest, "byte \(place)")
      }
    }
  }
}
