// Standard output, and whether it is there.

import Foundation

enum StandardStreams {
  /// Stops where standard output is closed: the next file to be opened would take its place, and
  /// would then be written to.
  static func check() throws {
    if fcntl(STDOUT_FILENO, F_GETFD) == -1 {
      throw ToolError(.inputOutput, "Standard output is closed.")
    }
    // The other two only have to be taken, so that no file of ours ends up there.
    for stream in [STDIN_FILENO, STDERR_FILENO] where fcntl(stream, F_GETFD) == -1 {
      SystemCalls.takeDescriptor()
    }
  }

  /// Writes to standard output. A reader that has gone ends the process, as it does any filter.
  static func write(_ text: String) throws {
    try write(Array(text.utf8))
  }

  static func write(_ bytes: [UInt8]) throws {
    do {
      try FileHandle.standardOutput.write(contentsOf: bytes)
    } catch {
      throw ToolError(.inputOutput, "Writing to standard output failed.")
    }
  }

  static var errorIsTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes to standard error; where that fails, nobody can be told.
  static func writeError(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data(text.utf8))
  }
}
