// A model on disk: saved, opened, a list of ids withdrawn from it.

import BenchmarkData
import DeletableClustering
import Foundation
import ModelStore

extension Responder {
  /// Saves the kept model in a new folder at the path, opens it, withdraws the next rows of the draw,
  /// and removes the folder.
  mutating func store(_ request: Request) throws -> Reply {
    guard let model = kept else { throw Mistake(description: "No model was kept.") }
    let path = try request.path.required("path")
    let ids = order.prefix(request.batch ?? 1).map { RecordID(rowNumber: $0) }
    defer { try? FileManager.default.removeItem(atPath: path) }
    var reply = Reply()
    var watch = Stopwatch()
    try StoredModel.create(
      at: path, model, ModelMetadata(idColumn: nil, features: model.featureNames))
    reply.saveSeconds = watch.seconds
    reply.storedBytes = bytes(below: path)
    watch = Stopwatch()
    var stored = try StoredModel.open(at: path, access: .updating, threads: model.threads)
    reply.openSeconds = watch.seconds
    watch = Stopwatch()
    let outcome = try stored.withdraw(ids)
    reply.withdrawSeconds = watch.seconds
    reply.certified = [outcome.isCertified]
    return reply
  }

  private func bytes(below path: String) -> Int {
    let files = FileManager.default.enumerator(atPath: path)?.allObjects ?? []
    return files.compactMap { $0 as? String }.reduce(0) { sum, name in
      let attributes = try? FileManager.default.attributesOfItem(atPath: path + "/" + name)
      return sum + ((attributes?[.size] as? Int) ?? 0)
    }
  }
}
