// What the requests of one process work on.

import BenchmarkData
import DeletableClustering
import RecordFiles

struct Responder {
  /// The array, and how many columns it has.
  var rows: [Float] = []
  /// Where it was read.
  var path = ""
  var dimension = 1
  /// The model that was kept, its only owner.
  var kept: (any DeletableModel)?
  /// The array's rows in the order in which they leave.
  var order: [Int] = []
  /// How many of them have left.
  var gone = 0

  mutating func answer(_ request: Request) throws -> Reply {
    switch request.operation {
    case .describe: describe()
    case .generate: try generate(request)
    case .load: try load(request)
    case .read: try read(request)
    case .fit: try fit(request)
    case .delete: try delete(request)
    case .refit: try refit(request)
    case .store: try store(request)
    case .roofline: try roofline(request)
    }
  }

  private func describe() -> Reply {
    var reply = Reply()
    reply.name = "unlearn"
    // Asking whether the BLAS is suitable also holds it to one thread, as the library wants it.
    reply.blas = LinearAlgebra.isSuitable ? LinearAlgebra.provider : nil
    return reply
  }

  private func generate(_ request: Request) throws -> Reply {
    let mixture = Mixture(
      count: try request.count.required("count"), dimension: try request.dimension.required("dimension"),
      clusters: try request.clusters.required("clusters"), seed: request.seed ?? 1)
    try NumPyFile.write(
      mixture.rows, dimension: mixture.dimension, to: try request.path.required("path"))
    return Reply()
  }

  private mutating func load(_ request: Request) throws -> Reply {
    kept = nil
    rows = []
    path = try request.path.required("path")
    (rows, dimension) = try Self.readRows(path)
    var reply = Reply()
    reply.rows = rows.count / dimension
    reply.columns = dimension
    return reply
  }

  static func readRows(_ path: String) throws -> (rows: [Float], dimension: Int) {
    let data = try RecordFiles.read(path)
    switch data.coordinates {
    case .float(let values): return (values, data.dimension)
    case .double(let values): return (values.map { Float($0) }, data.dimension)
    }
  }

  private func read(_ request: Request) throws -> Reply {
    let path = try request.path.required("path")
    let watch = Stopwatch()
    let data = try RecordFiles.read(path)
    var reply = Reply()
    reply.seconds = watch.seconds
    reply.rows = data.count
    reply.columns = data.dimension
    return reply
  }

  private func roofline(_ request: Request) throws -> Reply {
    guard LinearAlgebra.isSuitable else { throw Mistake(description: "The BLAS is not suitable.") }
    let threads = request.threads ?? Parallel.coreCount
    var reply = Reply()
    reply.productRate = Roofline.productRate(threads: threads)
    reply.readRates = (request.bytes ?? []).map { Roofline.readRate(bytes: $0, threads: threads) }
    return reply
  }
}
