import DeletableClustering
import Foundation
import Testing

@testable import ModelStore

/// Files that earlier versions wrote. They stay as they are for good.
@Suite("Files of earlier formats")
struct OlderFormatTests {
  let place: Workplace

  init() throws { place = try Workplace() }

  /// A copy of a golden folder, which the tool of its time made of Golden/records.csv:
  ///
  ///     unlearn fit records.csv --id participant --features height 'm*' --clusters 2 --iterations 2 \
  ///       --seed 7 --output version-1
  ///     printf 'withdrawn\n' | unlearn withdraw version-1 -
  private func golden(_ name: String, testFile: String = #filePath) throws -> ModelFolder {
    let folder = URL(filePath: testFile).deletingLastPathComponent().appending(path: "Golden/\(name)")
    try FileManager.default.copyItem(atPath: folder.path, toPath: place.model)
    return ModelFolder(path: place.model, files: FileSystem())
  }

  @Test("A folder of version 1 opens, with all its records")
  func version1() throws {
    let folder = try golden("version-1")
    let manifest = try folder.manifest()
    #expect(manifest.generation == 2)
    #expect(manifest.metadata == ModelMetadata(idColumn: "participant", features: ["height", "m*"]))
    let records = try folder.records(manifest)
    #expect(records.participantCount == 4)
    let data = try records.load()
    #expect(data.featureNames == ["height", "mass"])
    let ids: [RecordID] = ["p1", "p1", "p1", "a participant with a long name", "12345678901", "p2", "p2"]
    #expect(Array(data.ids) == ids)
    let rows = [[1.5, 0.1], [1.5, 0.1], [-2.25, 3], [7.5, 8], [7.25, 0], [0.125, 0.3], [8, 7.75]]
    #expect((0..<data.count).map { data.vector(ofRow: $0) } == rows)
  }
}
