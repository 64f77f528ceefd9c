// The Python dictionary in the header of a `.npy` file.

/// A parser for exactly the dictionaries that describe arrays.
struct NPYDictionary {
  enum Description: Equatable {
    /// One type for every element, such as `<f4`.
    case simple(String)
    /// A list of named fields, which is not looked into.
    case structured
  }

  private(set) var descr: Description?
  private(set) var isColumnMajor: Bool?
  private(set) var shape: [Int]?

  private var rest: ArraySlice<UInt8>

  init(_ text: some Collection<UInt8>) {
    rest = Array(text)[...]
  }

  /// Reads the dictionary and what follows it; false if anything is not as it has to be.
  mutating func parse() -> Bool {
    guard take("{") else { return false }
    while !take("}") {
      guard let key = takeString(), take(":"), takeValue(of: key) else { return false }
      if descr == .structured { return finishStructured() }
      if !take(",") {
        guard take("}") else { return false }
        break
      }
    }
    passSpaces()
    return rest.elementsEqual([UInt8(ascii: "\n")])
  }

  private mutating func takeValue(of key: String) -> Bool {
    switch key {
    case "descr" where descr == nil:
      descr = take("[") ? .structured : takeString().map { .simple($0) }
      return descr != nil
    case "fortran_order" where isColumnMajor == nil:
      isColumnMajor = take("True") ? true : take("False") ? false : nil
      return isColumnMajor != nil
    case "shape" where shape == nil:
      shape = takeShape()
      return shape != nil
    default:
      return false
    }
  }

  /// A structured type is refused whatever follows it; the rest need not be understood.
  private mutating func finishStructured() -> Bool {
    isColumnMajor = isColumnMajor ?? false
    shape = shape ?? []
    return true
  }

  private mutating func passSpaces() {
    while rest.first == UInt8(ascii: " ") { rest.removeFirst() }
  }

  /// Takes a word if it comes next, after spaces or none.
  private mutating func take(_ word: StaticString) -> Bool {
    passSpaces()
    let bytes = Array(word.description.utf8)
    guard rest.starts(with: bytes) else { return false }
    rest.removeFirst(bytes.count)
    return true
  }

  /// Takes a string in single or double quotes, of printable ASCII without escapes.
  private mutating func takeString() -> String? {
    passSpaces()
    guard let quote = rest.first, quote == UInt8(ascii: "'") || quote == UInt8(ascii: "\"") else {
      return nil
    }
    rest.removeFirst()
    guard let end = rest.firstIndex(of: quote) else { return nil }
    let content = rest[..<end]
    guard content.allSatisfy({ (0x20...0x7E).contains($0) && $0 != UInt8(ascii: "\\") }) else { return nil }
    rest = rest[(end + 1)...]
    return String(decoding: content, as: UTF8.self)
  }

  /// Takes a tuple of whole numbers, at least 0; one number alone has a comma after it.
  private mutating func takeShape() -> [Int]? {
    guard take("(") else { return nil }
    var shape: [Int] = []
    var hasComma = true
    while !take(")") {
      guard hasComma, let number = takeNumber() else { return nil }
      shape.append(number)
      hasComma = take(",")
    }
    return shape.count == 1 && !hasComma ? nil : shape
  }

  private mutating func takeNumber() -> Int? {
    passSpaces()
    let digits = rest.prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    rest.removeFirst(digits.count)
    return Int(String(decoding: digits, as: UTF8.self))
  }
}
