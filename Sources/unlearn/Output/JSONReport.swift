// One JSON object on standard output.
//
// Members keep the order in which they were added, plain ones before nested ones, so that simple tools
// find them. A number is written with the fewest digits that read back as the same bits.

import DeletableClustering

struct JSONReport: Sendable {
  /// A value of a member.
  enum Value: Sendable {
    case null
    case bool(Bool)
    case integer(Int)
    case unsigned(UInt64)
    case number(Double)
    case string(String)
    case array([Value])
    case object(JSONReport)
  }

  private var members: [(key: String, value: Value)] = []

  mutating func add(_ key: String, _ value: Value) {
    members.append((key, value))
  }

  mutating func add(_ key: String, _ value: Bool) { add(key, .bool(value)) }
  mutating func add(_ key: String, _ value: Int) { add(key, .integer(value)) }
  mutating func add(_ key: String, _ value: Double) { add(key, .number(value)) }
  mutating func add(_ key: String, _ value: String) { add(key, .string(value)) }
  mutating func add(_ key: String, _ value: [String]) { add(key, .array(value.map { .string($0) })) }

  /// Adds what every report of a model says first. For divide and conquer, and with preparation, this reads all
  /// records.
  ///
  /// - Returns: How well the clusters fit, for those who report more of it.
  @discardableResult
  mutating func add(_ model: any DeletableModel) throws -> ClusterSummary {
    let clusters = try model.clusterSummary()
    add("records", model.recordCount)
    add("participants", model.participantCount)
    add("dimension", model.dimension)
    add("clusters", model.centroids.count)
    add("inertia", try model.clustersInDataUnits().inertia)
    if !model.settings.preparation.steps.isEmpty { add("prepared_inertia", clusters.inertia) }
    add("digest", model.digest.description)
    return clusters
  }

  /// The object with a line for each member, and a line end.
  var text: String {
    let lines = members.map { "  \(Self.quoted($0.key)): \($0.value.text)" }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  /// The object on one line.
  fileprivate var line: String {
    "{" + members.map { "\(Self.quoted($0.key)): \($0.value.text)" }.joined(separator: ", ") + "}"
  }

  fileprivate static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\":
        quoted += "\\"
        quoted.unicodeScalars.append(scalar)
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        quoted += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }
}

extension JSONReport.Value {
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): "\(value)"
    case .integer(let value): "\(value)"
    case .unsigned(let value): "\(value)"
    // JSON has no infinity: a number beyond the range of `Double` is reported as unknown.
    case .number(let value): value.isFinite ? "\(value)" : "null"
    case .string(let value): JSONReport.quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .object(let report): report.line
    }
  }
}
