import DeletableClustering
import Foundation
import TestSupport
import Testing

@testable import ModelStore

@Suite("System calls that fail")
struct FaultTests {
  let fixture: ModelFixture
  let other: ModelFixture

  init() throws {
    fixture = try ModelFixture(count: 100, perParticipant: 2)
    other = try ModelFixture(count: 90, seed: 5)
  }

  private static let nobody: RecordID = "nobody"

  /// Runs a body with the first, second, … call failing, until it makes fewer calls.
  private func forEachFault(_ isLasting: Bool, _ body: (Faults) throws -> Void) throws {
    var first = 1
    while true {
      let faults = Faults(at: first, isLasting: isLasting)
      try body(faults)
      if faults.callCount < first { return }
      first += 1
    }
  }

  @Test("A withdrawal is whole or not at all", arguments: [false, true], [false, true])
  func withdrawal(isLasting: Bool, isEncrypted: Bool) throws {
    let ids = [3, 20, 45].map { ModelFixture.id($0) }
    let after = try fixture.refit(without: ids)
    try forEachFault(isLasting) { faults in
      let place = try Workplace(isEncrypted: isEncrypted)
      try place.store(fixture, rowsPerSegment: 20)
      do {
        guard var stored = try? place.open(.updating, files: faults.files) else { return }
        do {
          try stored.withdraw(ids + [Self.nobody])
          #expect(stored.model == after)
        } catch let error as StoreError {
          if case .unfinished(_, _, let withdrawal) = error {
            #expect(stored.model == after)
            // Nobody could find out later.
            #expect(withdrawal?.unknownIDs == [Self.nobody] && withdrawal?.recordCount == 6)
          } else {
            #expect(stored.model == fixture.model)
            #expect(stored.model.participantCount == 50)
          }
        }
        #expect(try StoredModel.isOnDisk(stored.model, at: place))
        if !isLasting {
          // The value goes on working: the same call again comes to the same end.
          try stored.withdraw(ids)
          #expect(stored.model == after)
          #expect(try StoredModel.isOnDisk(after, at: place))
        }
      }
      var stored = try place.open(.updating)
      try stored.withdraw(ids)
      #expect(stored.model == after)
      #expect(try stored.records().count == 94)
      #expect(try place.files().count == 8)
      for (_, bytes) in try place.contents() {
        #expect(!ids.contains { bytes.range(of: Data($0.bytes)) != nil })
      }
    }
  }

  @Test("A new model is whole or not there", arguments: [false, true], [false, true])
  func creation(isLasting: Bool, isEncrypted: Bool) throws {
    try forEachFault(isLasting) { faults in
      let place = try Workplace(isEncrypted: isEncrypted)
      do {
        try place.store(fixture, files: faults.files)
        #expect(try place.open(.reading).model == fixture.model)
      } catch let error as StoreError {
        if case .unfinished = error {
          #expect(try place.open(.reading).model == fixture.model)
        } else {
          #expect(!FileManager.default.fileExists(atPath: place.model))
          // What could not be removed because that failed too goes with the next attempt.
          if isLasting { try place.store(fixture) }
        }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
      #expect(names.isEmpty || names == ["study.model"])
    }
  }

  @Test("A model is replaced whole or not at all", arguments: [false, true], [false, true])
  func replacement(isLasting: Bool, isEncrypted: Bool) throws {
    try forEachFault(isLasting) { faults in
      let place = try Workplace(isEncrypted: isEncrypted)
      try place.store(fixture)
      do {
        try place.store(other, replacing: true, files: faults.files)
        #expect(try StoredModel.isOnDisk(other.model, at: place))
      } catch let error as StoreError {
        if case .unfinished = error {
          #expect(try StoredModel.isOnDisk(other.model, at: place))
        } else {
          #expect(try StoredModel.isOnDisk(fixture.model, at: place))
        }
      }
      _ = try place.open(.updating).records()
      #expect(try place.files().count == 5)
    }
  }

  enum Rekeying: CaseIterable {
    case encrypting
    case changing
    case decrypting
  }

  @Test(
    "A model changes its key, gets one or loses it, whole or not at all",
    arguments: [false, true], Rekeying.allCases)
  func rekeying(isLasting: Bool, rekeying: Rekeying) throws {
    let isEncrypted = rekeying != .encrypting
    let newKey = rekeying == .decrypting ? nil : Workplace.otherKey
    try forEachFault(isLasting) { faults in
      let place = try Workplace(isEncrypted: isEncrypted)
      try place.store(fixture, rowsPerSegment: 20)
      var isDone = true
      do {
        guard var stored = try? place.open(.updating, files: faults.files) else { return }
        do {
          try stored.rekey(newKey)
        } catch let error as StoreError {
          if case .unfinished = error {} else { isDone = false }
        }
        #expect(stored.model == fixture.model)
        let folder = ModelFolder(path: place.model, files: FileSystem(), key: isDone ? newKey : place.key)
        #expect(try StoredModel.isOnDisk(stored.model, at: place, folder))
        if !isLasting, faults.haveStruck {
          // The value goes on working.
          try stored.withdraw([ModelFixture.id(3)])
          #expect(try stored.audit().allSatisfy { $0.isPassed })
        }
      }
      let key = isDone ? newKey : place.key
      _ = try StoredModel.open(at: place.model, access: .updating, key: key, threads: 1)
      let names = try place.files().keys
      #expect(names.count == 8, "\(names)")
    }
  }
}

extension StoredModel {
  /// Whether what is on disk, seen past any lock, is this model with all its records.
  fileprivate static func isOnDisk(_ model: any DeletableModel, at place: Workplace) throws -> Bool {
    try isOnDisk(model, at: place, place.folder)
  }

  fileprivate static func isOnDisk(
    _ model: any DeletableModel, at place: Workplace, _ folder: ModelFolder
  ) throws -> Bool {
    let manifest = try folder.manifest()
    let records = try folder.records(manifest)
    let stored = try folder.model(manifest, records, threads: 1)
    let refit = try model.settings.fit(try records.load(), threads: 1)
    return stored == model && refit == model && records.participantCount == model.participantCount
  }
}
