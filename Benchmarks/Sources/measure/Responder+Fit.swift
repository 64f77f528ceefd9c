// A fit: from an array in memory to a finished model. The ids are row numbers.

import BenchmarkData
import DeletableClustering

extension Responder {
  mutating func fit(_ request: Request) throws -> Reply {
    let settings = try settings(request)
    let threads = request.threads ?? Parallel.coreCount
    kept = nil
    let own = try ownRows(consuming: request.consume ?? false)
    let watch = Stopwatch()
    let model = try settings.fit(
      try Dataset(coordinates: .float(own), dimension: dimension), threads: threads)
    var reply = Reply()
    reply.seconds = watch.seconds
    reply.epsilon = model.resolved.epsilon
    // Outside the clock: a tree computes its loss when it is asked for.
    reply.loss = try model.clusterSummary().inertia
    reply.peakBytes = PeakMemory.bytes
    if request.keep ?? false { keep(model, seed: settings.seed) }
    return reply
  }

  /// The array, read again or as it is, which the model then owns alone: were it shared, the first deletion would have
  /// to copy it.
  private mutating func ownRows(consuming: Bool) throws -> [Float] {
    if consuming {
      defer { rows = [] }
      return rows
    }
    return try Self.readRows(path).rows
  }

  private mutating func keep(_ model: any DeletableModel, seed: UInt64) {
    var random = SplitMix(seed: seed)
    order = Array(0..<rows.count / dimension).shuffled(using: &random)
    gone = 0
    kept = model
  }

  func settings(_ request: Request) throws -> ModelSettings {
    let name = request.method ?? ClusteringMethod.quantized.rawValue
    guard let method = ClusteringMethod(rawValue: name) else {
      throw Mistake(description: "There is no method \(name).")
    }
    var settings = ModelSettings(method, clusters: try request.clusters.required("clusters"))
    settings.seed = request.seed ?? 0
    settings.epsilon = request.epsilon
    var steps: [Preparation.Step] = []
    if request.scale ?? false { steps.append(.standardize) }
    if let dimension = request.project { steps.append(.randomProjection(dimension)) }
    if let count = request.components { steps.append(.principalComponents(count)) }
    settings.preparation = Preparation(steps)
    return settings
  }
}
