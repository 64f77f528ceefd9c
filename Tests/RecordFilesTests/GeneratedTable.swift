// Tables of every form that a reader has to take, and of every fault that it has to find.

@testable import RecordFiles

/// A small table made from a seed.
struct GeneratedTable {
  let bytes: [UInt8]
  let selection: TableSelection

  init(seed: UInt64) {
    var maker = TableMaker(seed: seed)
    bytes = maker.bytes()
    selection = maker.selection
  }
}

private struct TableMaker {
  private var generator: SplitMix64
  private var roles: [ColumnPlan.Role] = []
  private var acceptsMissing = false
  private var isSingle = false

  init(seed: UInt64) {
    generator = SplitMix64(seed: seed)
    acceptsMissing = chance(3)
    isSingle = chance(2)
    let kinds: [ColumnPlan.Role] = [.feature, .feature, .feature, .unused]
    roles = (0..<Int.random(in: 1...6, using: &generator)).map { _ in pick(kinds) } + [.feature]
    for role in [ColumnPlan.Role.id, .idAndFeature, .weight, .label] where chance(3) {
      if role == .idAndFeature, roles.contains(.id) { continue }
      roles.insert(role, at: Int.random(in: 0...roles.count, using: &generator))
    }
  }

  var selection: TableSelection {
    let name = { (role: (ColumnPlan.Role) -> Bool) in roles.firstIndex(where: role).map { "c\($0)" } }
    return TableSelection(
      idColumn: name(\.isID), weightColumn: name { $0 == .weight },
      features: roles.indices.filter { roles[$0].isFeature }.map { "c\($0)" },
      acceptsMissing: acceptsMissing, labelColumn: name { $0 == .label })
  }

  /// The bytes, in half of the tables with one fault or more.
  mutating func bytes() -> [UInt8] {
    let lineEnds = pick([["\n"], ["\r\n"], ["\n", "\r\n"]])
    var text = chance(4) ? "\u{FEFF}" : ""
    text += roles.indices.map { "c\($0)" }.joined(separator: ",") + pick(lineEnds)
    for _ in 0..<Int.random(in: 0...40, using: &generator) {
      var cells: [String] = []
      for role in roles { cells.append(cell(role)) }
      text += cells.joined(separator: ",") + pick(lineEnds)
    }
    if chance(4) { text = String(text.dropLast()) }
    var bytes = Array(text.utf8)
    if chance(2) {
      for _ in 0..<Int.random(in: 1...3, using: &generator) { spoil(&bytes) }
    }
    return bytes
  }

  private mutating func cell(_ role: ColumnPlan.Role) -> String {
    switch role {
    case .feature: number()
    case .weight: "\(Int.random(in: 1...9, using: &generator))"
    case .idAndFeature: pick(["7", "007", "12345678", "1234567890123456789012", "\"3\""])
    case .id:
      pick(["a", "b7", "12345678", "a long id of a participant", "\"x\ny\"", "\"q\"\"\r\n\"", "\u{E9}"])
    case .unused, .label: pick(["", "text", "\"a,b\"", "\"two\nlines\"", "\"\"", "1"])
    }
  }

  private mutating func number() -> String {
    if acceptsMissing, chance(5) { return pick(["", "NA", " NaN ", "\"null\"", "\"\""]) }
    let whole = Int.random(in: -300...300, using: &generator)
    if isSingle, !chance(60) {
      return pick(["\(whole)", "\(whole).5", "-0", "\(whole).250", "\(whole)e2", " \(whole) "])
    }
    let unit = Double.random(in: -1...1, using: &generator)
    return pick([
      "\(whole)", "\(unit)", "\(whole).\(Int.random(in: 0...99_999, using: &generator))", "\"\(whole)\"",
      " \(unit)",
      "\(unit * 1e-7)", "+\(abs(whole)).", ".5", "12345678901234567890.25", "\(unit)e30",
    ])
  }

  /// Puts a byte somewhere, takes one away, or changes one.
  private mutating func spoil(_ bytes: inout [UInt8]) {
    guard !bytes.isEmpty else { return }
    let position = Int.random(in: 0..<bytes.count, using: &generator)
    let byte = pick(Array("\"\"\"\0\r\n,x1 .e-".utf8))
    switch Int.random(in: 0...2, using: &generator) {
    case 0: bytes.insert(byte, at: position)
    case 1: bytes[position] = byte
    default: bytes.remove(at: position)
    }
  }

  private mutating func chance(_ count: Int) -> Bool {
    Int.random(in: 0..<count, using: &generator) == 0
  }

  private mutating func pick<Element>(_ elements: [Element]) -> Element {
    elements[Int.random(in: elements.indices, using: &generator)]
  }
}
