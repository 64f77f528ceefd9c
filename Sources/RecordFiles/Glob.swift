// Patterns for column names, matched on bytes.

/// A pattern: `*` stands for any bytes, `?` for one, `[abc]`, `[0-9]` or `[!abc]` for one of a set.
///
/// A bracket that is never closed stands for itself, and so does a first `]` in a set.
struct Glob {
  private enum Part {
    case byte(UInt8)
    case anyByte
    case anyBytes
    case set([ClosedRange<UInt8>], isExcluding: Bool)

    func matches(_ byte: UInt8) -> Bool {
      switch self {
      case .byte(let own): own == byte
      case .anyByte: true
      case .anyBytes: false
      case .set(let ranges, let isExcluding): ranges.contains { $0.contains(byte) } != isExcluding
      }
    }
  }

  private var parts: [Part] = []

  init(_ pattern: some Collection<UInt8>) {
    var rest = Array(pattern)[...]
    while let byte = rest.popFirst() {
      switch byte {
      case UInt8(ascii: "*"): parts.append(.anyBytes)
      case UInt8(ascii: "?"): parts.append(.anyByte)
      case UInt8(ascii: "["): parts.append(Self.set(&rest) ?? .byte(byte))
      default: parts.append(.byte(byte))
      }
    }
  }

  /// Reads a set after its opening bracket; nil, and nothing read, if it is never closed.
  private static func set(_ rest: inout ArraySlice<UInt8>) -> Part? {
    let isExcluding = rest.first == UInt8(ascii: "!")
    var content = isExcluding ? rest.dropFirst() : rest
    guard let close = content.dropFirst().firstIndex(of: UInt8(ascii: "]")) else { return nil }
    rest = content[(close + 1)...]
    content = content[..<close]
    var ranges: [ClosedRange<UInt8>] = []
    while let first = content.popFirst() {
      if content.first == UInt8(ascii: "-"), let last = content.dropFirst().first {
        if first <= last { ranges.append(first...last) }
        content = content.dropFirst(2)
      } else {
        ranges.append(first...first)
      }
    }
    return .set(ranges, isExcluding: isExcluding)
  }

  /// Whether the pattern stands for the whole name.
  ///
  /// - Complexity: O(length of the pattern · length of the name): only the last star is tried again.
  func matches(_ name: [UInt8]) -> Bool {
    var part = 0
    var byte = 0
    var retry: (part: Int, byte: Int)?
    while byte < name.count {
      if part < parts.count, case .anyBytes = parts[part] {
        part += 1
        retry = (part, byte)
      } else if part < parts.count, parts[part].matches(name[byte]) {
        part += 1
        byte += 1
      } else if let last = retry {
        part = last.part
        byte = last.byte + 1
        retry = (part, byte)
      } else {
        return false
      }
    }
    return parts[part...].allSatisfy { if case .anyBytes = $0 { true } else { false } }
  }
}
