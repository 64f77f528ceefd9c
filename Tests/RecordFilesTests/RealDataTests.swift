import DeletableClustering
import Foundation
import Testing

@testable import RecordFiles

/// The folder of real sets that no repository holds; its path stands in `UNLEARN_TEST_DATA`.
private let folder = ProcessInfo.processInfo.environment["UNLEARN_TEST_DATA"]

// Skipped, with this message, where the variable is not set: the sets are not part of the project.
@Suite(.enabled(if: folder != nil, "UNLEARN_TEST_DATA names no folder with celltype.csv and the other sets"))
struct RealDataTests {
  private func path(_ name: String) throws -> String {
    try #require(folder) + "/" + name
  }

  @Test("Celltype: CSV with an id column")
  func celltype() throws {
    let data = try RecordFiles.read(path("celltype.csv"), selecting: TableSelection(idColumn: "id"))
    #expect(data.count == 12_009)
    #expect(data.dimension == 10)
    #expect(data.participantCount == 12_009)
    #expect(data.featureNames.first == "f0")
  }

  @Test("Covtype: f4")
  func covtype() throws {
    let data = try RecordFiles.read(path("covtype15k.npy"))
    #expect(data.count == 15_120)
    #expect(data.dimension == 52)
    #expect(data.isSinglePrecision)
  }

  @Test("MNIST: u1")
  func mnist() throws {
    let data = try RecordFiles.read(path("mnist.npy"))
    #expect(data.count == 60_000)
    #expect(data.dimension == 784)
    #expect(data.values.allSatisfy { (0...255).contains($0) })
  }

  @Test("Diabetes: f4 with a file of ids, several records a participant")
  func diabetes() throws {
    let data = try RecordFiles.read(
      path("diabetes130.npy"), selecting: TableSelection(idsFile: path("diabetes130.patients.txt")))
    #expect(data.count == 101_766)
    #expect(data.dimension == 38)
    #expect(data.participantCount == 71_518)
  }
}
