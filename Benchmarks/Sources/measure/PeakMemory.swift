// The most memory that this process has held; as in the tool.

import Foundation

enum PeakMemory {
  /// The greatest resident size so far, in bytes.
  static var bytes: Int {
    var usage = rusage()
    #if canImport(Darwin)
      _ = unsafe getrusage(RUSAGE_SELF, &usage)
      return Int(usage.ru_maxrss)
    #else
      _ = unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      return Int(usage.ru_maxrss) * 1_024
    #endif
  }
}
