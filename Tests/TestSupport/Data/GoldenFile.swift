// Files of known values, beside the scripts that make them.

import Foundation

package enum GoldenFile {
  /// The lines of a file in Tests/Golden, split at spaces.
  package static func read(_ name: String, testFile: String = #filePath) throws -> [[Substring]] {
    var folder = URL(filePath: testFile)
    while folder.lastPathComponent != "Tests" { folder.deleteLastPathComponent() }
    let text = try String(contentsOf: folder.appending(path: "Golden/\(name)"), encoding: .utf8)
    return text.split(separator: "\n").map { $0.split(separator: " ") }
  }
}
