// Numbers as text: the same on every machine, whatever its language.

import Foundation

package enum Numerals {
  /// A place in a drawing, to a tenth.
  static func place(_ value: Double) -> String {
    let tenths = Int((min(max(value, -1e6), 1e6) * 10).rounded())
    let whole = tenths / 10
    let tenth = abs(tenths % 10)
    let sign = tenths < 0 && whole == 0 ? "-" : ""
    return tenth == 0 ? sign + String(whole) : "\(sign)\(whole).\(tenth)"
  }

  /// With commas between the thousands.
  package static func grouped(_ value: Int, minus: String = "−") -> String {
    let digits = Array(String(value.magnitude))
    var text = value < 0 ? minus : ""
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place).isMultiple(of: 3) { text += "," }
      text.append(digit)
    }
    return text
  }

  /// Three digits, or all of a whole number; very large and small ones with a power of ten.
  static func short(_ value: Double) -> String {
    guard value.isFinite else { return "–" }
    if value.magnitude >= 100, value.magnitude < 1e7 { return grouped(Int(value.rounded())) }
    return plainSign(String(format: "%.3g", value))
  }

  /// With so many decimals.
  static func fixed(_ value: Double, decimals: Int) -> String {
    if decimals == 0, value.magnitude < 1e15 { return grouped(Int(value.rounded())) }
    return plainSign(String(format: "%.\(decimals)f", value))
  }

  /// With a sign of the width of a figure, and no sign for zero.
  private static func plainSign(_ text: String) -> String {
    guard text.hasPrefix("-") else { return text }
    let rest = text.dropFirst()
    return rest.allSatisfy({ $0 == "0" || $0 == "." }) ? String(rest) : "−" + rest
  }
}
