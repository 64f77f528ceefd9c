// Small models and folders to keep them in.

import DeletableClustering
import Foundation

@testable import ModelStore

/// A folder for one test, gone with the value.
final class Workplace: Sendable {
  let path: String
  /// The key that the model in it is under.
  let key: ModelKey?

  /// A key that is not the one of encrypted models.
  static let otherKey = ModelKey(bytes: Array(repeating: 7, count: ModelKey.length))

  init(isEncrypted: Bool = false) throws {
    key = isEncrypted ? ModelKey(bytes: Array(0..<UInt8(ModelKey.length))) : nil
    // In memory where the system has such a folder: thousands of small files take long on a disk.
    let memory = "/dev/shm"
    let parent = FileManager.default.isWritableFile(atPath: memory) ? memory : NSTemporaryDirectory()
    path = "\(parent)/model-store-\(UInt64.random(in: .min ... .max))"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  var model: String { "\(path)/study.model" }

  var folder: ModelFolder { ModelFolder(path: model, files: FileSystem(), key: key) }

  /// Opens the model with one thread.
  func open(_ access: StoredModel.Access, files: FileSystem = FileSystem()) throws(StoreError) -> StoredModel
  {
    try StoredModel.open(at: model, access: access, key: key, threads: 1, files: files)
  }

  /// Stores a model in segments of few rows.
  func store(
    _ fixture: ModelFixture, rowsPerSegment: Int = 64, replacing: Bool = false,
    files: FileSystem = FileSystem()
  ) throws(StoreError) {
    try StoredModel.create(
      at: model, fixture.model, fixture.metadata, replacing: replacing, key: replacing ? key : nil,
      encryptingWith: replacing ? nil : key, files: files, rowsPerSegment: rowsPerSegment)
  }

  /// What the model's files hold, in clear.
  func contents() throws -> [String: Data] {
    guard let encryption = try folder.manifest().encryption else { return try files() }
    return try files().mapValues { file in
      try Envelopes.list(file).reduce(into: Data()) { content, envelope in
        content += try Envelope.opening(envelope, encryption, at: EnvelopeHeader(envelope).place)
      }
    }
  }

  /// Every file below a folder, with its bytes.
  static func files(in folder: String) throws -> [String: Data] {
    var files: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder) {
      let path = "\(folder)/\(name)"
      let kind = try FileManager.default.attributesOfItem(atPath: path)[.type] as? FileAttributeType
      if kind == .typeRegular {
        files[name] = try Data(contentsOf: URL(fileURLWithPath: path))
      }
    }
    return files
  }

  /// Every file of the model, with its bytes.
  func files() throws -> [String: Data] { try Self.files(in: model) }

  /// Writes a file of the model anew.
  func write(_ data: Data, to name: String) throws {
    let path = "\(model)/\(name)"
    guard let file = FileHandle(forWritingAtPath: path) else {
      return try data.write(to: URL(fileURLWithPath: path))
    }
    // In place: writing by Foundation waits for the medium, which takes long a thousand times.
    try file.write(contentsOf: data)
    try file.truncate(atOffset: UInt64(data.count))
    try file.close()
  }
}

/// Files of an encrypted model.
enum Envelopes {
  /// The envelopes that a file consists of.
  static func list(_ file: Data) throws -> [Data] {
    var envelopes: [Data] = []
    var rest = file
    while !rest.isEmpty {
      let length = try EnvelopeHeader(rest).length + Envelope.extraBytes
      envelopes.append(Data(rest.prefix(length)))
      rest = rest.dropFirst(length)
    }
    return envelopes
  }
}

/// Records and a model of them, the same for the same seed.
struct ModelFixture {
  enum Precision: CaseIterable {
    case float
    case double
  }

  /// How the records are stored.
  struct Variant: Sendable {
    let precision: Precision
    let isWeighted: Bool
  }

  static let variants = Precision.allCases.flatMap { precision in
    [false, true].map { Variant(precision: precision, isWeighted: $0) }
  }

  let data: Dataset
  let settings: ModelSettings
  let model: any DeletableModel

  /// - Parameters:
  ///   - perParticipant: How many records share an id.
  ///   - isWeighted: Whether the records have weights, all of them more than 1 and each four distinctive bytes.
  init(
    count: Int = 240, dimension: Int = 3, clusters: Int = 4, iterations: Int = 5, seed: UInt64 = 1,
    precision: Precision = .double, perParticipant: Int = 1, isWeighted: Bool = false,
    method: ClusteringMethod = .quantized
  ) throws {
    var state = seed &* 2_862_933_555_777_941_757 &+ 3_037_000_493
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let values = (0..<count * dimension).map { 10 * Double($0 / dimension % clusters) + next() }
    let ids = (0..<count).map { Self.id($0 / perParticipant) }
    var settings = ModelSettings(method, clusters: clusters)
    settings.iterations = iterations
    settings.seed = seed
    self.settings = settings
    data = try Dataset(
      ids: RecordIDs(ids),
      coordinates: precision == .double ? .double(values) : .float(values.map { Float($0) }),
      dimension: dimension, weights: isWeighted ? (0..<count).map { Self.weight(ofRow: $0) } : nil,
      featureNames: (0..<dimension).map { "feature \($0)" })
    model = try settings.fit(data, threads: 1)
  }

  /// Long and distinctive, so that a search of raw bytes finds nothing by chance.
  static func id(_ number: Int) -> RecordID {
    let digits = String(number)
    return RecordID("participant-" + String(repeating: "0", count: 6 - digits.count) + digits)
  }

  static func weight(ofRow row: Int) -> UInt32 { 0x1e_2d3c + UInt32(row) * 7 }

  /// A fit of the records without some ids.
  func refit(without ids: [RecordID]) throws -> any DeletableModel {
    try settings.fit(data.removing(ids), threads: 1)
  }

  /// A column of weights is named where there are weights.
  var metadata: ModelMetadata {
    ModelMetadata(
      idColumn: "participant", weightColumn: data.weights == nil ? nil : "times seen",
      features: ["feature *"])
  }

  /// Stores the model in segments of few rows.
  func store(
    at path: String, _ metadata: ModelMetadata? = nil, rowsPerSegment: Int = 64, replacing: Bool = false,
    files: FileSystem = FileSystem()
  ) throws(StoreError) {
    try StoredModel.create(
      at: path, model, metadata ?? self.metadata, replacing: replacing, files: files,
      rowsPerSegment: rowsPerSegment)
  }
}

extension StoredModel {
  /// Opens with one thread.
  static func open(at path: String, _ access: Access) throws(StoreError) -> StoredModel {
    try open(at: path, access: access, threads: 1)
  }
}

extension Dataset {
  /// Whether two data sets have the same rows in the same order.
  func isIdentical(to other: Dataset) -> Bool {
    dimension == other.dimension && featureNames == other.featureNames && count == other.count
      && ids.elementsEqual(other.ids) && weights == other.weights
      && (0..<coordinates.count).allSatisfy { coordinates[$0] == other.coordinates[$0] }
  }
}
