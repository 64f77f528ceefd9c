// What can be asked, and what is answered.

struct Request: Decodable {
  enum Operation: String, Decodable {
    /// Names what measures and what it runs on.
    case describe
    /// Writes a mixture to a file.
    case generate
    /// Reads an array, on which all that follows works.
    case load
    /// Reads a table, and forgets it.
    case read
    /// Fits a model, and keeps it if told.
    case fit
    /// Deletes from the kept model, in one call after another.
    case delete
    /// Fits what is left of the kept model's records, compares, and forgets the model.
    case refit
    /// Saves the array's model, and withdraws from it.
    case store
    /// Measures the limits of the machine.
    case roofline
  }

  let operation: Operation
  var path: String?
  var threads: Int?
  var seed: UInt64?

  // Of a mixture.
  var count: Int?
  var dimension: Int?

  // Of a fit.
  var clusters: Int?
  var method: String?
  var epsilon: Double?
  var scale: Bool?
  var project: Int?
  var components: Int?
  var keep: Bool?
  /// Whether the model takes the array itself, and not a copy: for the peak of memory.
  var consume: Bool?

  // Of deletions.
  var calls: Int?
  var batch: Int?
  var secondsLimit: Double?

  // Of the roofline.
  var bytes: [Int]?
}

struct Reply: Encodable {
  var error: String?

  var name: String?
  var blas: String?

  var rows: Int?
  var columns: Int?

  var seconds: Double?
  var loss: Double?
  var epsilon: Double?

  var callSeconds: [Double]?
  /// For each call, whether no centroid moved.
  var certified: [Bool]?
  /// For each step of the preparation, in how many calls it was the first that changed.
  var changedSteps: [Int]?
  var exact: Bool?
  var peakBytes: Int?

  var saveSeconds: Double?
  var openSeconds: Double?
  var withdrawSeconds: Double?
  var storedBytes: Int?

  var productRate: Double?
  var readRates: [Double]?

  init(error: String? = nil) {
    self.error = error
  }
}

struct Mistake: Error, CustomStringConvertible {
  let description: String
}

extension Optional {
  /// The value, or the complaint that it was not given.
  func required(_ name: String) throws -> Wrapped {
    guard let self else { throw Mistake(description: "\(name) is missing.") }
    return self
  }
}
