import Crypto
import DeletableClustering
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ModelStore

@Suite("Exports and copies")
struct CopyTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture()
    try fixture.store(at: place.model)
  }

  private func withdraw(_ number: Int, from path: String? = nil) throws {
    var stored = try StoredModel.open(at: path ?? place.model, .updating)
    try stored.withdraw([ModelFixture.id(number)])
  }

  private func copyModel(to name: String) throws {
    try FileManager.default.copyItem(atPath: place.model, toPath: "\(place.path)/\(name)")
  }

  private func found(model: StoredModel? = nil) throws -> [String: FoundCopy] {
    let copies = try CopySearch(in: place.path, model: model).copies
    return Dictionary(
      uniqueKeysWithValues: copies.map { (String($0.path.dropFirst(place.path.count + 1)), $0) })
  }

  @Test("An export is entered with the files' digests, and changes nothing else")
  func export() throws {
    let key = SigningKey()
    let before = try place.files()
    do {
      var stored = try StoredModel.open(at: place.model, .updating)
      let output = LedgerEntry.Output(kind: .labels, digest: Array(repeating: 7, count: 32))
      #expect(try stored.enterExport([output], signer: key))
      try stored.withdraw([ModelFixture.id(1)])
      let entries = try #require(try stored.ledger()).entries
      #expect(entries.map(\.kind) == [.fit, .export, .withdrawal])
      #expect(entries[1].outputs == [output] && entries[1].isSignatureValid)
      #expect(entries[1].before == entries[1].after)
      #expect(try stored.audit().allSatisfy { $0.isPassed })
    }
    let after = try place.files()
    for name in ["segments/1-1.records", "segments/1-2.records"] { #expect(after[name] == before[name]) }
    #expect(try StoredModel.open(at: place.model, .reading).records().count == 239)
  }

  @Test("An export is entered whole or not at all", arguments: [false, true])
  func faults(isLasting: Bool) throws {
    let output = LedgerEntry.Output(kind: .centroids, digest: Array(repeating: 7, count: 32))
    var first = 1
    while true {
      let place = try Workplace()
      try fixture.store(at: place.model)
      let faults = Faults(at: first, isLasting: isLasting)
      if var stored = try? StoredModel.open(
        at: place.model, access: .updating, threads: 1, files: faults.files)
      {
        _ = try? stored.enterExport([output])
        #expect(stored.model == fixture.model)
      }
      let stored = try StoredModel.open(at: place.model, .updating)
      #expect(try [1, 2].contains(stored.ledger()?.entries.count))
      #expect(try stored.audit().allSatisfy { $0.isPassed })
      #expect(try place.files().count == 7)
      if faults.callCount < first { break }
      first += 1
    }
    #expect(first > 15)
  }

  @Test("Copies from before a withdrawal are told from those after")
  func olderCopies() throws {
    try copyModel(to: "backup-0")
    try withdraw(1)
    try withdraw(2)
    try copyModel(to: "backup-2")
    try withdraw(3)
    let found = try found()
    #expect(Set(found.keys) == ["study.model", "backup-0", "backup-2"])
    #expect(found["study.model"]?.withdrawalCount == 0)
    #expect(found["backup-0"]?.withdrawalCount == 3)
    #expect(found["backup-2"]?.withdrawalCount == 1)
    #expect(Set(found.values.map(\.identity)).count == 1)
    #expect(found.values.allSatisfy { $0.kind == .model })
  }

  @Test("A model elsewhere tells how old copies are; another model's copies are its own")
  func reference() throws {
    try copyModel(to: "backup")
    try withdraw(1)
    let elsewhere = try Workplace()
    try FileManager.default.moveItem(atPath: place.model, toPath: elsewhere.model)
    #expect(try found()["backup"]?.withdrawalCount == 0)
    let model = try StoredModel.open(at: elsewhere.model, .reading)
    #expect(try found(model: model)["backup"]?.withdrawalCount == 1)
    try fixture.store(at: place.model)
    #expect(try found(model: model)["study.model"]?.identity != model.identity)
    #expect(try found(model: model)["study.model"]?.withdrawalCount == 0)
  }

  @Test("A copy that went another way is not said to be up to date")
  func branches() throws {
    try copyModel(to: "branch")
    try withdraw(1)
    try withdraw(2)
    try withdraw(3, from: "\(place.path)/branch")
    #expect(try found()["branch"]?.withdrawalCount == nil)
    #expect(try found()["study.model"]?.withdrawalCount == 0)
  }

  @Test("Files are known by what is in them, whatever they are called")
  func loneFiles() throws {
    let files = try place.files()
    try withdraw(70)
    try FileManager.default.createDirectory(
      atPath: "\(place.path)/old/deep", withIntermediateDirectories: true)
    for (name, file) in [("manifest", "m.bak"), ("segments/1-1.records", "deep/rows")] {
      try #require(files[name]).write(to: URL(filePath: "\(place.path)/old/\(file)"))
    }
    try Data("unlearnM, or so".utf8).write(to: URL(filePath: "\(place.path)/old/broken"))
    try FileManager.default.createSymbolicLink(
      atPath: "\(place.path)/old/loop", withDestinationPath: place.path)
    let found = try found()
    #expect(Set(found.keys) == ["study.model", "old/m.bak", "old/deep/rows", "old/broken"])
    #expect(found["old/m.bak"]?.kind == .manifest && found["old/m.bak"]?.withdrawalCount == 1)
    #expect(found["old/deep/rows"]?.kind == .segment)
    #expect(found["old/broken"]?.identity == nil)
  }

  /// Writes a file and enters it as an export of a model.
  private func export(_ bytes: Data, from path: String, to name: String) throws {
    try bytes.write(to: URL(filePath: "\(place.path)/\(name)"))
    var stored = try StoredModel.open(at: path, .updating)
    let output = LedgerEntry.Output(kind: .labels, digest: Array(SHA256.hash(data: bytes)))
    #expect(try stored.enterExport([output]))
  }

  @Test("A file that several models exported is a copy of each of them")
  func sharedExport() throws {
    let others = (0..<4).map { "\(place.path)/other-\($0)" }
    for path in others { try fixture.store(at: path) }
    let labels = Data("id,cluster\n".utf8)
    for path in [place.model] + others { try export(labels, from: path, to: "labels.csv") }
    try withdraw(1, from: others[2])
    let copies = try CopySearch(in: place.path).copies
    let exports = copies.filter { $0.kind == .export }
    #expect(exports.allSatisfy { $0.path == "\(place.path)/labels.csv" && $0.entryCount == 1 })
    #expect(Set(exports.map(\.identity)) == Set(copies.filter { $0.kind == .model }.map(\.identity)))
    #expect(exports.count == 5 && exports.count { $0.withdrawalCount == 1 } == 1)
    #expect(try CopySearch(in: place.path).copies == copies)
  }

  @Test("A file that is cut short while it is hashed is another file, and harms nothing")
  func shortenedFile() throws {
    let name = "\(place.path)/labels.csv"
    try export(Data(count: 1 << 20), from: place.model, to: "labels.csv")
    #expect(try CopySearch(in: place.path).copies.count == 2)
    let readCount = Mutex(0)
    let files = FileSystem { (call, path) throws(FileFailure) in
      guard call == .read, path == name else { return }
      let count = readCount.withLock { count in
        count += 1
        return count
      }
      // Two calls look at the beginning; the fifth would read the second piece.
      if count == 5 { try FileSystem().extend(name, after: 1 << 10, with: []) }
    }
    let search = try CopySearch(in: place.path, files: files)
    #expect(readCount.withLock { $0 } == 5)
    #expect(search.copies.map(\.kind) == [.model] && search.unreadable.isEmpty)
  }

  @Test("A file that cannot be read when it is hashed is told")
  func unreadableExport() throws {
    let name = "\(place.path)/labels.csv"
    try export(Data(count: 1 << 10), from: place.model, to: "labels.csv")
    let readCount = Mutex(0)
    let files = FileSystem { (call, path) throws(FileFailure) in
      guard call == .read, path == name else { return }
      let count = readCount.withLock { count in
        count += 1
        return count
      }
      if count == 4 { throw FileFailure(.read, path, code: 5) }
    }
    #expect(try CopySearch(in: place.path, files: files).unreadable == [name])
  }
}
