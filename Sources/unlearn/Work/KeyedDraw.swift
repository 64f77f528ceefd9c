// Which participants a benchmark deletes.

import DeletableClustering

enum KeyedDraw {
  /// Draws distinct ids, each a function of the seed and the id alone: the order of rows decides nothing.
  ///
  /// Every id gets a number keyed by the seed, and those with the least numbers are drawn, least first.
  ///
  /// - Parameter count: At most so many; fewer if there are fewer ids.
  /// - Complexity: O(n log n).
  static func ids(_ count: Int, of data: Dataset, seed: UInt64) -> [RecordID] {
    var drawn: [RecordID] = []
    let draws = data.ids.indices.map { (number: number(data.ids[$0], seed: seed), row: $0) }
    // Equal numbers are one id, or two ids that met by chance; then the ids decide.
    let order = draws.sorted {
      $0.number == $1.number ? data.ids[$0.row] < data.ids[$1.row] : $0.number < $1.number
    }
    for draw in order where drawn.count < count {
      let id = data.ids[draw.row]
      if drawn.last != id { drawn.append(id) }
    }
    return drawn
  }

  /// FNV-1a over the bytes, mixed by the finaliser of SplitMix64 (Steele, Lea and Flood, 2014).
  private static func number(_ id: RecordID, seed: UInt64) -> UInt64 {
    var hash = mixed(seed &+ 0x9E37_79B9_7F4A_7C15) ^ 0xCBF2_9CE4_8422_2325
    for byte in id.bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3 }
    return mixed(hash)
  }

  private static func mixed(_ word: UInt64) -> UInt64 {
    var word = word
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }
}
