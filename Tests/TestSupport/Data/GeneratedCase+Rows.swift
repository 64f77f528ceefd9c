// The coordinates and ids of each shape.

import DeletableClustering

extension GeneratedCase {
  static func rows(_ shape: Shape, _ random: inout SplitMix) -> [[Double]] {
    let n = count(shape, &random)
    let d = dimension(shape, &random)
    switch shape {
    case .grid, .coarse:
      let side = random.int(1...3)
      return matrix(n, d) { _ in Double(random.int(-side...side)) }
    case .duplicateVectors, .fewDistinct:
      let distinct = mixture(random.int(1...4), d, &random)
      return (0..<n).map { _ in random.element(distinct) }
    case .identicalRecords, .weighted:
      let distinct = mixture(max(2, n / 3), d, &random)
      return (0..<n).map { distinct[$0 % distinct.count] }
    case .scales:
      let scales = (0..<d).map { _ in Double(sign: .plus, exponent: random.int(-40...20), significand: 1) }
      return mixture(n, d, &random).map { zip($0, scales).map { $0 * $1 } }
    case .zeros:
      return matrix(n, d) { _ in random.int(0...1) == 0 ? 0 : -0.0 }
    case .subnormal:
      return matrix(n, d) { _ in Double(random.int(-3000...3000)) * 0x1p-1074 }
    case .huge:
      return mixture(n, d, &random).map { $0.map { $0 * 1e300 } }
    case .largest:
      return matrix(n, d) { _ in
        Double.greatestFiniteMagnitude / 8 * Double(random.int(-8...8))
      }
    case .outlier:
      var rows = mixture(n, d, &random)
      rows[random.int(0...n - 1)][0] = 1000
      return rows
    case .categories:
      // Two numbers, and a category that has a column each: most columns of a tile are zero.
      return mixture(n, 2, &random).map { numbers in
        var category = Array(repeating: 0.0, count: d - 2)
        category[Int(random.uniform() * random.uniform() * random.uniform() * Double(d - 2))] = 1
        return numbers + category
      }
    default:
      return mixture(n, d, &random)
    }
  }

  private static func count(_ shape: Shape, _ random: inout SplitMix) -> Int {
    switch shape {
    case .tiny: random.int(1...6)
    case .onePoint: 1
    case .oneClusterEach: random.int(2...9)
    case .tileEdges: random.element([63, 64, 65, 127, 128, 129])
    case .wide, .largest: random.int(20...40)
    case .categories: random.element([128, 150, 193])
    default: random.int(12...90)
    }
  }

  private static func dimension(_ shape: Shape, _ random: inout SplitMix) -> Int {
    switch shape {
    case .wide: random.element([33, 70, 130])
    case .categories: random.element([40, 66])
    case .oneColumn: 1
    default: random.int(1...5)
    }
  }

  private static func matrix(_ n: Int, _ d: Int, _ value: (Int) -> Double) -> [[Double]] {
    (0..<n).map { row in (0..<d).map { _ in value(row) } }
  }

  /// Clouds about a few centres.
  private static func mixture(_ n: Int, _ d: Int, _ random: inout SplitMix) -> [[Double]] {
    let spread = random.element([0.02, 0.1, 0.4])
    let centres = (0..<random.int(1...5)).map { _ in (0..<d).map { _ in 2 * random.uniform() - 1 } }
    return (0..<n).map { _ in random.element(centres).map { $0 + spread * random.bell() } }
  }

  static func ids(_ shape: Shape, count: Int, _ random: inout SplitMix) -> [RecordID] {
    let kind = random.int(0...4)
    let names = (0..<count).map { name($0, kind: kind) }.shuffled(using: &random)
    switch shape {
    case .sharedIDs:
      return (0..<count).map { _ in names[random.int(0...count / 3)] }
    case .identicalRecords, .weighted:
      // Rows repeat with the same period, so some records of one id are identical, or differ in weight
      // alone.
      let period = max(2, count / 3)
      return (0..<count).map { names[$0 % period / 2] }
    default:
      return names
    }
  }

  /// Ids of each kind: short, numbers, long, and ones that only bytes tell apart.
  private static func name(_ number: Int, kind: Int) -> RecordID {
    switch kind {
    case 0: RecordID(rowNumber: number)
    case 1: RecordID("p\(number)")
    case 2: RecordID("\(12_345_678_901 + number)")
    case 3: RecordID("participant-\(number)-of-a-study-with-long-names")
    default:
      // "é" in one scalar and in two: equal as text, two ids as bytes.
      RecordID((number % 2 == 0 ? "\u{e9}" : "e\u{301}") + String(number / 2))
    }
  }
}
