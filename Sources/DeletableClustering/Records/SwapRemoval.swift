// Elements that leave an array whose order means nothing: the last one left gets the place of each.
//
// Everything that has a place for each record loses records in this way, so that all agree on who is where.

extension Array {
  /// Puts the last element in the place of the given one and drops the last.
  mutating func swapRemove(_ index: Int) {
    let last = removeLast()
    if index < count { self[index] = last }
  }

  /// Takes elements out, one after another.
  ///
  /// - Parameter places: Distinct, in descending order.
  mutating func swapRemove(_ places: some Collection<Int>) {
    moveLast(over: places, of: count, leaving: nil)
    removeLast(places.count)
  }

  /// Puts the last of some elements in the first place, the one before it in the second place, and so on.
  ///
  /// - Parameters:
  ///   - places: Among these elements; distinct, in descending order.
  ///   - count: How many they are.
  ///   - value: What they leave behind where they were; nil for what was there.
  mutating func moveLast(over places: some Collection<Int>, of count: Int, leaving value: Element?) {
    var elements = mutableSpan
    elements.moveLast(over: places, from: 0, of: count, leaving: value)
  }

  /// The same for rows of so many elements.
  ///
  /// - Parameter count: In rows, as are places.
  mutating func moveLast(over places: some Collection<Int>, of count: Int, width: Int, leaving value: Element)
  {
    var elements = mutableSpan
    elements.moveLast(over: places, from: 0, of: count, width: width, leaving: value)
  }
}

extension MutableSpan {
  /// - Parameter start: Where the elements begin.
  mutating func moveLast(
    over places: some Collection<Int>, from start: Int, of count: Int, leaving value: Element?
  ) {
    var last = start + count
    for place in places {
      last -= 1
      self[start + place] = self[last]
      if let value { self[last] = value }
    }
  }

  /// - Parameter start: In rows, as are places and count.
  mutating func moveLast(
    over places: some Collection<Int>, from start: Int, of count: Int, width: Int, leaving value: Element
  ) {
    var last = (start + count) * width
    for place in places {
      last -= width
      let first = (start + place) * width
      for element in 0..<width {
        self[first + element] = self[last + element]
        self[last + element] = value
      }
    }
  }
}
