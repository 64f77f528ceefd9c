import Crypto
import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

/// Every byte of a small model, wrong or missing.
@Suite("Damaged files")
struct DamageTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    fixture = try Self.fixture(isWeighted: true)
    place = try Workplace()
    try place.store(fixture, rowsPerSegment: 8)
  }

  /// The place with the model in clear, or another where it is under a key.
  private func place(isEncrypted: Bool) throws -> Workplace {
    guard isEncrypted else { return place }
    let place = try Workplace(isEncrypted: true)
    try place.store(fixture, rowsPerSegment: 8)
    return place
  }

  private static func fixture(
    isWeighted: Bool, method: ClusteringMethod = .quantized
  ) throws -> ModelFixture {
    try ModelFixture(
      count: 14, dimension: 2, clusters: 2, iterations: 2, isWeighted: isWeighted, method: method)
  }

  /// Opens, reads everything, withdraws: what an unnoticed damage could change.
  private func useWhole(_ place: Workplace) throws {
    var stored = try place.open(.updating)
    let records = try stored.records()
    #expect(stored.model == fixture.model)
    #expect(records.isIdentical(to: fixture.data))
    try stored.withdraw([ModelFixture.id(3)])
  }

  private func expectDamage(_ name: String, _ what: String, _ place: Workplace) throws {
    do {
      try useWhole(place)
      Issue.record("\(name): \(what) went unnoticed.")
    } catch StoreError.damaged(let path, let file, _) {
      #expect(path == place.model && file == name)
    }
  }

  @Test("Every flipped byte is noticed", arguments: [0x01, 0x80, 0xff] as [UInt8], [false, true])
  func flips(mask: UInt8, isEncrypted: Bool) throws {
    let place = try place(isEncrypted: isEncrypted)
    for (name, bytes) in try place.files() {
      let step = isEncrypted ? TestLevel.count(quick: 11, standard: 1, long: 1) : 1
      for position in stride(from: 0, to: bytes.count, by: step) {
        var flipped = bytes
        flipped[position] ^= mask
        try place.write(flipped, to: name)
        try expectDamage(name, "byte \(position) flipped", place)
      }
      try place.write(bytes, to: name)
    }
    try useWhole(place)
  }

  @Test("Every cut and every added byte is noticed", arguments: [false, true])
  func cuts(isEncrypted: Bool) throws {
    let place = try place(isEncrypted: isEncrypted)
    for (name, bytes) in try place.files() where name != "lock" {
      let step = isEncrypted ? TestLevel.count(quick: 11, standard: 1, long: 1) : 1
      for length in stride(from: 0, to: bytes.count, by: step) {
        try place.write(bytes.prefix(length), to: name)
        try expectDamage(name, "cut to \(length) bytes", place)
      }
      // What follows the named end of a ledger is a crash's, and no damage.
      if !Manifest.isLedgerName(name) {
        try place.write(bytes + Data([0]), to: name)
        try expectDamage(name, "one byte more", place)
      }
      try FileManager.default.removeItem(atPath: "\(place.model)/\(name)")
      try expectDamage(name, "missing", place)
      try place.write(bytes, to: name)
    }
    try useWhole(place)
  }

  @Test("Exchanged segments are noticed", arguments: [false, true])
  func exchangedSegments(isEncrypted: Bool) throws {
    let place = try place(isEncrypted: isEncrypted)
    let files = try place.files()
    let names = files.keys.filter { $0.hasSuffix(".records") }.sorted()
    let first = try #require(files[names[0]])
    try place.write(try #require(files[names[1]]), to: names[0])
    try expectDamage(names[0], "exchanged", place)
    try place.write(first, to: names[0])
    try place.write(first, to: names[1])
    try expectDamage(names[1], "exchanged", place)
  }

  @Test("A withdrawal does not give damage a new digest", arguments: [false, true])
  func damageIsNotLaundered(isEncrypted: Bool) throws {
    let place = try place(isEncrypted: isEncrypted)
    let name = "segments/1-0.records"
    var bytes = try #require(try place.files()[name])
    bytes[bytes.count - 1] ^= 1
    try place.write(bytes, to: name)
    let before = try place.files()
    var stored = try place.open(.updating)
    // Each of these records shares the segment with the damaged one.
    for number in 0..<8 {
      #expect(throws: StoreError.self) { try stored.withdraw([ModelFixture.id(number)]) }
    }
    #expect(try place.files() == before)
    #expect(stored.model == fixture.model)
  }

  @Test(
    "A manifest that lies under a right digest traps nowhere on opening",
    arguments: [0x01, 0x80, 0xff] as [UInt8], ClusteringMethod.allCases)
  func forgedManifests(mask: UInt8, method: ClusteringMethod) throws {
    // Weights are there or not, so that both layouts have their turn.
    try Self.fixture(isWeighted: mask != 0x80, method: method)
      .store(at: place.model, rowsPerSegment: 8, replacing: true)
    let bytes = try #require(try place.files()["manifest"])
    for position in 0..<bytes.count - 32 {
      var forged = bytes.dropLast(32)
      forged[position] ^= mask
      forged += Data(SHA256.hash(data: forged))
      try place.write(forged, to: "manifest")
      do throws(StoreError) {
        _ = try StoredModel.open(at: place.model, .reading).records()
      } catch {
        switch error {
        case .damaged, .newerVersion: break
        default: Issue.record("byte \(position): \(error)")
        }
      }
    }
  }

  @Test(
    "Ids that lie under a right digest trap nowhere", arguments: [0x01, 0x7f, 0x80, 0xff] as [UInt8])
  func forgedIDs(mask: UInt8) throws {
    let bytes = Array(SegmentContents(rows: 0..<3, of: fixture.data, isWeighted: true, salts: []).ids)
    for position in bytes.indices {
      var forged = bytes
      forged[position] ^= mask
      _ = SegmentIDs(forged, rowCount: 3)
      #expect(SegmentIDs(Array(bytes[..<position]), rowCount: 3) == nil)
    }
    #expect(SegmentIDs(bytes, rowCount: 3) != nil)
    #expect(SegmentIDs(bytes, rowCount: .max) == nil)
  }

  @Test(
    "Weights that lie under a right digest are damage, and trap nowhere",
    arguments: [0, 1 << 30, .max] as [UInt32])
  func forgedWeights(weight: UInt32) throws {
    let folder = ModelFolder(path: place.model, files: FileSystem())
    var manifest = try folder.manifest()
    var encoder = CanonicalEncoder()
    encoder.append(weight)
    let old = manifest.segments[0]
    let file = try #require(try place.files()["segments/\(old.fileName)"])
    let bytes = file.dropLast(4) + Data(encoder.bytes)
    manifest.segments[0].coordinateDigest = Array(
      SHA256.hash(data: bytes.dropFirst(SegmentLayout.headerBytes + old.idBytes)))
    let header = Data(manifest.layout.header(manifest.segments[0]))
    try place.write(header + bytes.dropFirst(header.count), to: "segments/\(old.fileName)")
    try place.write(Data(manifest.encoded), to: "manifest")
    let stored = try StoredModel.open(at: place.model, .reading)
    let error = try #require(#expect(throws: StoreError.self) { try stored.records() })
    guard case .damaged(place.model, "segments", _) = error else { throw error }
  }

  @Test("A newer format is told from damage")
  func newerVersion() throws {
    var bytes = try #require(try place.files()["manifest"]).dropLast(32)
    bytes[8] = 4
    try place.write(bytes + Data(SHA256.hash(data: bytes)), to: "manifest")
    #expect(throws: StoreError.newerVersion(path: place.model, file: "manifest", version: 4)) {
      try StoredModel.open(at: place.model, .reading)
    }
  }

  @Test("No message holds an id or a coordinate", arguments: [false, true])
  func messages(isEncrypted: Bool) throws {
    let place = try place(isEncrypted: isEncrypted)
    for (name, bytes) in try place.files() where name != "lock" {
      var flipped = bytes
      flipped[bytes.count - 1] ^= 1
      try place.write(flipped, to: name)
      do {
        try useWhole(place)
      } catch {
        #expect(!"\(error)".contains("participant"))
        #expect("\(error)".contains(name))
      }
      try place.write(bytes, to: name)
    }
  }
}
