import DeletableClustering
import Foundation
import Synchronization
import TestSupport
import Testing

@testable import ModelStore

@Suite("Folders, locks and leftovers")
struct FolderTests {
  let place: Workplace
  let fixture: ModelFixture

  init() throws {
    place = try Workplace()
    fixture = try ModelFixture(count: 100)
  }

  private func makeFolder(_ path: String) throws {
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  @Test("What is no model does not open", arguments: [StoredModel.Access.reading, .updating])
  func noModel(access: StoredModel.Access) throws {
    let error = StoreError.noModel(path: place.model)
    #expect(throws: error) { try StoredModel.open(at: place.model, access) }
    try makeFolder(place.model)
    #expect(throws: error) { try StoredModel.open(at: place.model, access) }
    try place.write(Data("my notes".utf8), to: "manifest")
    let before = try place.files()
    #expect(throws: error) { try StoredModel.open(at: place.model, access) }
    #expect(try place.files() == before)
    try FileManager.default.removeItem(atPath: place.model)
    try Data("a file".utf8).write(to: URL(fileURLWithPath: place.model))
    #expect(throws: error) { try StoredModel.open(at: place.model, access) }
  }

  @Test("An output that exists is refused, and untouched", arguments: [false, true])
  func existingOutput(replacing: Bool) throws {
    let error = StoreError.exists(path: place.model)
    try Data("a file".utf8).write(to: URL(fileURLWithPath: place.model))
    #expect(throws: error) { try fixture.store(at: place.model, replacing: replacing) }
    #expect(throws: error) { try StoredModel.checkCanCreate(at: place.model, replacing: replacing) }
    try FileManager.default.removeItem(atPath: place.model)
    try makeFolder(place.model)
    #expect(throws: error) { try fixture.store(at: place.model, replacing: replacing) }
    try place.write(Data("notes".utf8), to: "manifest")
    #expect(throws: error) { try fixture.store(at: place.model, replacing: replacing) }
    #expect(try place.files() == ["manifest": Data("notes".utf8)])
    try FileManager.default.removeItem(atPath: place.model)
    try FileManager.default.createSymbolicLink(atPath: place.model, withDestinationPath: "nowhere")
    #expect(throws: error) { try fixture.store(at: place.model, replacing: replacing) }
  }

  @Test("An output in a folder that is not there cannot be made")
  func missingParent() throws {
    let path = "\(place.path)/missing/model"
    #expect(throws: StoreError.self) { try StoredModel.checkCanCreate(at: path) }
    do throws(StoreError) {
      try fixture.store(at: path)
      Issue.record("A model was made in no folder.")
    } catch {
      guard case .cannotCreate(path, _) = error else { throw error }
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
  }

  @Test("A model is replaced only when asked, and whole", arguments: [false, true])
  func replacing(isDamaged: Bool) throws {
    try fixture.store(at: place.model)
    let before = try place.files()
    #expect(throws: StoreError.exists(path: place.model)) { try fixture.store(at: place.model) }
    #expect(try place.files() == before)
    if isDamaged { try place.write(Data(), to: "manifest") }
    let other = try ModelFixture(count: 150, dimension: 5, seed: 9, precision: .float)
    try other.store(at: place.model, replacing: true)
    let stored = try StoredModel.open(at: place.model, .reading)
    #expect(stored.model == other.model)
    #expect(try stored.records().isIdentical(to: other.data))
    let after = try place.files()
    #expect(!before.keys.contains { $0.hasSuffix(".records") && after[$0] != nil })
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path) == ["study.model"])
  }

  @Test("Trailing slashes name the same folder")
  func trailingSlash() throws {
    try fixture.store(at: place.model + "//")
    #expect(try StoredModel.open(at: place.model, .reading).model == fixture.model)
  }

  @Test("One changes a model, or many read it")
  func locks() throws {
    try fixture.store(at: place.model)
    let error = StoreError.inUse(path: place.model)
    do {
      let writer = try StoredModel.open(at: place.model, .updating)
      #expect(throws: error) { try StoredModel.open(at: place.model, .updating) }
      #expect(throws: error) { try StoredModel.open(at: place.model, .reading) }
      #expect(throws: error) { try fixture.store(at: place.model, replacing: true) }
      withExtendedLifetime(writer) {}
    }
    do {
      let readers = try [0, 1].map { _ in try StoredModel.open(at: place.model, .reading) }
      #expect(throws: error) { try StoredModel.open(at: place.model, .updating) }
      withExtendedLifetime(readers) {}
    }
    _ = try StoredModel.open(at: place.model, .updating)
  }

  @Test("What a crash left is ignored, and removed at the next update")
  func leftovers() throws {
    try fixture.store(at: place.model)
    let clean = try place.files()
    for name in [".manifest.new", "segments/2-0.records", "segments/7-13.records"] {
      try place.write(Data("half".utf8), to: name)
    }
    try place.write(Data("mine".utf8), to: "segments/notes.txt")
    let before = try place.files()
    #expect(try StoredModel.open(at: place.model, .reading).model == fixture.model)
    #expect(try place.files() == before)
    #expect(try StoredModel.open(at: place.model, .updating).model == fixture.model)
    #expect(try place.files() == clean.merging(["segments/notes.txt": Data("mine".utf8)]) { $1 })
  }

  @Test("What a crash left beside an output goes when it is made; what another writes stays")
  func partialOutputs() throws {
    let left = "\(place.path)/.study.model.partial-1"
    let held = "\(place.path)/.study.model.partial-2"
    let other = "\(place.path)/.other.model.partial-3"
    for path in [left, held, other] { try fixture.store(at: path) }
    let lock = try FileSystem().lock("\(held)/lock", isExclusive: true, makes: false)
    try fixture.store(at: place.model)
    withExtendedLifetime(lock) {}
    let names = try FileManager.default.contentsOfDirectory(atPath: place.path)
    #expect(Set(names) == [".study.model.partial-2", ".other.model.partial-3", "study.model"])
  }

  @Test("A lock whose file loses its name between two calls is taken again", arguments: [false, true])
  func renamedLock(isRemoved: Bool) throws {
    try fixture.store(at: place.model)
    let path = place.folder.lockPath
    let hasStruck = Mutex(false)
    let files = FileSystem { (call, name) throws(FileFailure) in
      guard call == .inspect, name == path, !hasStruck.withLock({ $0 }) else { return }
      hasStruck.withLock { $0 = true }
      try FileSystem().remove(path)
      if !isRemoved { try FileSystem().write([], to: path) }
    }
    let lock = try files.lock(path, isExclusive: true, makes: true)
    #expect(hasStruck.withLock { $0 })
    #expect(lock != nil)
    #expect(try FileSystem().lock(path, isExclusive: false, makes: false) == nil)
    withExtendedLifetime(lock) {}
  }

  @Test("A new folder that another locks first is in use, and goes")
  func folderLockedByAnother() throws {
    let other = Mutex<OpenFile?>(nil)
    let files = FileSystem { (call, path) throws(FileFailure) in
      guard call == .lock, path.contains(".partial-") else { return }
      let lock = try FileSystem().lock(path, isExclusive: true, makes: true)
      other.withLock { $0 = lock }
    }
    #expect(throws: StoreError.inUse(path: place.model)) { try fixture.store(at: place.model, files: files) }
    #expect(other.withLock { $0 } != nil)
    #expect(try FileManager.default.contentsOfDirectory(atPath: place.path).isEmpty)
  }
}
