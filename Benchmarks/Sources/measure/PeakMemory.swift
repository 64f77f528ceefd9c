// The most memory that this process has held; as in the tool.

import Foundation

enum PeakMemory {
  /// The greatest resident size so far, in bytes; 0 where the system does not tell.
  static var bytes: Int {
    #if canImport(Darwin)
      var usage = rusage()
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #else
      // What the same call tells on Linux counts from the process that started this one, which may be larger.
      let status = try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)
      let line = status?.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
      return (line?.split(separator: " ").compactMap { Int($0) }.first ?? 0) * 1_024
    #endif
  }
}
