// Files that somebody or something changed: an error, never a trap, never a wrong answer.

import Crypto
import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("Mutated files, as a law")
struct MutationLaws {
  let place: Workplace
  let fixture: ModelFixture
  private let sound: [String: Data]

  init() throws {
    fixture = try ModelFixture(count: 24, dimension: 2, clusters: 2, iterations: 2, isWeighted: true)
    (place, sound) = try Self.place(fixture, isEncrypted: false)
  }

  /// A place with a model that lost a record, and its files.
  private static func place(
    _ fixture: ModelFixture, isEncrypted: Bool
  ) throws -> (Workplace, [String: Data]) {
    let place = try Workplace(isEncrypted: isEncrypted)
    try place.store(fixture, rowsPerSegment: 8)
    var stored = try place.open(.updating)
    try stored.withdraw([ModelFixture.id(3)], signer: SigningKey())
    return (place, try place.files().filter { !$0.value.isEmpty })
  }

  /// One to three changes of a file, chosen by a generator.
  private func mutated(_ bytes: Data, _ random: inout SplitMix) -> Data {
    var bytes = Array(bytes)
    for _ in 0...random.below(3) where !bytes.isEmpty {
      let start = random.below(bytes.count)
      let end = min(bytes.count, start + 1 + random.below(40))
      switch random.below(7) {
      case 0: bytes[start] ^= 1 << UInt8(random.below(8))
      case 1: for place in start..<end { bytes[place] = UInt8(random.below(256)) }
      case 2: bytes.removeSubrange(start...)
      case 3: bytes.insert(contentsOf: bytes[start..<end], at: start)
      case 4: bytes.removeSubrange(start..<end)
      case 5: for place in start..<end { bytes[place] = random.below(2) == 0 ? 0 : 0xff }
      default: bytes = (0..<random.below(600)).map { _ in UInt8(random.below(256)) }
      }
    }
    return Data(bytes)
  }

  /// Opens and reads everything; what is found must be what was stored.
  private func read(_ place: Workplace, isForged: Bool, _ seed: UInt64, _ name: String) throws {
    do throws(StoreError) {
      let stored = try place.open(.reading)
      let records = try stored.records()
      let entries = try stored.ledger()?.entries
      _ = try stored.audit()
      // What lies under a digest of its own is another model, if it is one at all.
      guard !isForged else { return }
      #expect(stored.model.digest.bytes == entries?.last?.after?.digest, "\(name), seed \(seed)")
      #expect(records.isIdentical(to: fixture.data.without([ModelFixture.id(3)])), "\(name), seed \(seed)")
    } catch {
      switch error {
      case .damaged(place.model, _, _), .newerVersion(place.model, _, _), .noModel: break
      default: Issue.record("\(name), seed \(seed): \(error)")
      }
      #expect(!"\(error)".contains("participant-"), "\(name), seed \(seed)")
    }
  }

  @Test(
    "A changed manifest, segment or ledger is an error, or read as what it was", arguments: [false, true])
  func changedFiles(isEncrypted: Bool) throws {
    let (place, sound) = try Self.place(fixture, isEncrypted: isEncrypted)
    let names = sound.keys.sorted()
    for seed in TestLevel.seeds(quick: 100, standard: 1_000, long: 10_000) {
      var random = SplitMix(seed)
      let name = names[random.below(names.count)]
      let bytes = sound[name] ?? Data()
      try place.write(mutated(bytes, &random), to: name)
      try read(place, isForged: false, seed, name)
      try place.write(bytes, to: name)
    }
  }

  @Test("A changed manifest under a right digest is an error or another model, and traps nowhere")
  func forgedManifests() throws {
    let bytes = try #require(sound["manifest"])
    for seed in TestLevel.seeds(quick: 100, standard: 1_000, long: 10_000) {
      var random = SplitMix(seed)
      let content = mutated(bytes.dropLast(32), &random)
      try place.write(content + Data(SHA256.hash(data: content)), to: "manifest")
      try read(place, isForged: true, seed, "manifest")
    }
  }

  @Test("Changed entries under right hashes are an error or other entries, and trap nowhere")
  func forgedLedgers() throws {
    let evidence = try #require(
      try ModelFolder(path: place.model, files: FileSystem()).manifest().evidence)
    let bytes = try #require(sound["ledger"])
    for seed in TestLevel.seeds(quick: 100, standard: 1_000, long: 10_000) {
      var random = SplitMix(seed)
      let changed = Array(mutated(bytes, &random))
      var decoder = CanonicalDecoder(Array(changed.dropFirst(Ledger.header.count)))
      while let entry = try? LedgerEntry(from: &decoder) {
        _ = entry.isSignatureValid
        #expect(entry.hash.count == LedgerEntry.hashBytes)
      }
      var named = evidence
      named.ledger.length = random.below(changed.count + 2)
      if changed != Array(bytes) {
        #expect(throws: Ledger.Failure.self) { try Ledger(Data(changed), named, nil) }
      }
    }
  }
}

extension SplitMix {
  /// A whole number from 0 up to, not with, a bound.
  fileprivate mutating func below(_ bound: Int) -> Int { int(0...bound - 1) }
}
