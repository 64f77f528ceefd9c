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

  @Test("A withdrawal is whole or not at all", arguments: [false, true])
  func withdrawal(isLasting: Bool) throws {
    let ids = [3, 20, 45].map { ModelFixture.id($0) }
    let after = try fixture.refit(without: ids)
    try forEachFault(isLasting) { faults in
      let place = try Workplace()
      try fixture.store(at: place.model, rowsPerSegment: 20)
      do {
        guard
          var stored = try? StoredModel.open(
            at: place.model, access: .updating, threads: 1, files: faults.files)
        else { return }
        do {
          try stored.withdraw(ids)
          #expect(stored.model == after)
        } catch let error as StoreError {
          if case .unfinished = error {
            #expect(stored.model == after)
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
      var stored = try StoredModel.open(at: place.model, .updating)
      try stored.withdraw(ids)
      #expect(stored.model == after)
      #expect(try stored.records().count == 94)
      #expect(try place.files().count == 8)
      for (_, bytes) in try place.files() {
        #expect(!ids.contains { bytes.range(of: Data($0.bytes)) != nil })
      }
    }
  }

  @Test("A new model is whole or not there", arguments: [false, true])
  func creation(isLasting: Bool) throws {
    try forEachFault(isLasting) { faults in
      let place = try Workplace()
      do {
        try fixture.store(at: place.model, files: faults.files)
        #expect(try StoredModel.open(at: place.model, .reading).model == fixture.model)
      } catch let error as StoreError {
        if case .unfinished = error {
          #expect(try StoredModel.open(at: place.model, .reading).model == fixture.model)
        } else {
          #expect(!FileManager.default.fileExists(atPath: place.model))
          // What could not be removed because that failed too goes with the next attempt.
          if isLasting { try fixture.store(at: place.model) }
        }
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
      #expect(names.isEmpty || names == ["study.model"])
    }
  }

  @Test("A model is replaced whole or not at all", arguments: [false, true])
  func replacement(isLasting: Bool) throws {
    try forEachFault(isLasting) { faults in
      let place = try Workplace()
      try fixture.store(at: place.model)
      do {
        try other.store(at: place.model, replacing: true, files: faults.files)
        #expect(try StoredModel.isOnDisk(other.model, at: place))
      } catch let error as StoreError {
        if case .unfinished = error {
          #expect(try StoredModel.isOnDisk(other.model, at: place))
        } else {
          #expect(try StoredModel.isOnDisk(fixture.model, at: place))
        }
      }
      _ = try StoredModel.open(at: place.model, .updating).records()
      #expect(try place.files().count == 5)
    }
  }
}

extension StoredModel {
  /// Whether what is on disk, seen past any lock, is this model with all its records.
  fileprivate static func isOnDisk(_ model: any DeletableModel, at place: Workplace) throws -> Bool {
    let folder = ModelFolder(path: place.model, files: FileSystem())
    let manifest = try folder.manifest()
    let records = try folder.records(manifest)
    let stored = try folder.model(manifest, records, threads: 1)
    let refit = try model.settings.fit(try records.load(), threads: 1)
    return stored == model && refit == model && records.participantCount == model.participantCount
  }
}
