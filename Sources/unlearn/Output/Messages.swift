// What the tool says on standard error.

enum Messages {
  /// One line on standard error.
  static func error(_ text: String) {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    StandardStreams.writeError("unlearn: \(line)\n")
  }

  /// A line on standard error about something that is no failure.
  static func note(_ text: String) {
    error("note: \(text)")
  }
}
