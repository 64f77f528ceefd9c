// Which of the requested ids stands in some bytes: asked once for every stored row, so no id is made of them.
//
// Open addressing with linear probing. The hash begins with a random number, so that ids cannot be
// chosen to collide; its order decides nothing.

import DeletableClustering

struct IDLookup: Sendable {
  private static let none: Int32 = -1

  private let ids: [RecordID]
  private var slots: [Int32]
  private let start = UInt64.random(in: .min ... .max)

  init(_ ids: [RecordID]) {
    self.ids = ids
    var capacity = 16
    while capacity < 2 * ids.count { capacity *= 2 }
    slots = Array(repeating: Self.none, count: capacity)
    for (index, id) in ids.enumerated() {
      let slot = slot(of: id.bytes[...])
      if slots[slot] == Self.none { slots[slot] = Int32(index) }
    }
  }

  /// The position of the first requested id with these bytes; nil if there is none.
  func index(of bytes: ArraySlice<UInt8>) -> Int? {
    let index = slots[slot(of: bytes)]
    return index == Self.none ? nil : Int(index)
  }

  private func slot(of bytes: ArraySlice<UInt8>) -> Int {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash(bytes) >> 32) & mask
    while slots[slot] != Self.none, !bytes.elementsEqual(ids[Int(slots[slot])].bytes) {
      slot = (slot + 1) & mask
    }
    return slot
  }

  private func hash(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    var hash = start
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    return (hash ^ hash >> 32) &* 0x9E37_79B9_7F4A_7C15
  }
}
