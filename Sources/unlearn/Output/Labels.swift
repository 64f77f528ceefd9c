// The table of ids and clusters.

import DeletableClustering

enum Labels {
  private static let chunkBytes = 1 << 16

  /// Writes the header and a line for each record, in pieces.
  static func write(_ ids: RecordIDs, _ clusters: [Int], to sink: ([UInt8]) throws -> Void) throws {
    var text = CSVText.line(["id", "cluster"])
    for (id, cluster) in zip(ids, clusters) {
      CSVText.append(id.bytes, to: &text)
      text.append(UInt8(ascii: ","))
      text.append(contentsOf: String(cluster).utf8)
      text.append(UInt8(ascii: "\n"))
      if text.count >= chunkBytes {
        try sink(text)
        text.removeAll(keepingCapacity: true)
      }
    }
    try sink(text)
  }
}
