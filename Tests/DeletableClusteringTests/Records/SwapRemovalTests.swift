import TestSupport
import Testing

@testable import DeletableClustering

struct SwapRemovalTests {
  @Test("Many leave as one after another would", arguments: UInt64(0)..<60)
  func manyAtOnce(seed: UInt64) {
    var random = SplitMix(seed)
    let (count, width) = (random.int(1...40), random.int(1...5))
    let elements = (0..<count).map { $0 + 1 }
    let places = elements.indices.filter { _ in random.int(0...2) == 0 }.reversed() as [Int]
    var (single, left) = (elements, elements)
    for place in places { single.swapRemove(place) }
    left.swapRemove(places)
    #expect(left == single)

    // Rows between others, with nothing left behind.
    let outside = Array(repeating: -1, count: 3 * width)
    var rows = outside + elements.flatMap { Array(repeating: $0, count: width) } + outside
    var rowSpan = rows.mutableSpan
    rowSpan.moveLast(over: places, from: 3, of: count, width: width, leaving: 0)
    let emptied = Array(repeating: 0, count: places.count * width)
    #expect(rows == outside + single.flatMap { Array(repeating: $0, count: width) } + emptied + outside)
    var numbers = [-1, -1] + elements + [-1]
    var numberSpan = numbers.mutableSpan
    numberSpan.moveLast(over: places, from: 2, of: count, leaving: 0)
    #expect(numbers == [-1, -1] + single + Array(repeating: 0, count: places.count) + [-1])
  }
}
