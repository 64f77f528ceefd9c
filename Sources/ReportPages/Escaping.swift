// How text becomes HTML text.
//
// Promise    In the text of an element and in a quoted attribute, escaped text neither ends the place it stands in nor
//            begins anything; nor does it change how what stands beside it is shown.
// Differs    The engine's own escaping looks at whole characters. A quotation mark followed by a combining accent is
//            one character, other than the mark, and would be let through; so this looks at scalars.

import Mustache

struct HTMLText: MustacheContentType {
  static let name = "PAGE"

  func escapeText(_ text: String) -> String {
    var escaped = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped.append(contentsOf: "&amp;".unicodeScalars)
      case "<": escaped.append(contentsOf: "&lt;".unicodeScalars)
      case ">": escaped.append(contentsOf: "&gt;".unicodeScalars)
      case "\"": escaped.append(contentsOf: "&quot;".unicodeScalars)
      case "'": escaped.append(contentsOf: "&#39;".unicodeScalars)
      default: escaped.append(Self.isShown(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return String(escaped)
  }

  /// Not shown are control characters, which HTML has no place for, and marks that turn the direction of writing,
  /// which reach beyond the text that holds them.
  private static func isShown(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09, 0x0A, 0x0D: true
    case 0..<0x20, 0x7F..<0xA0: false
    case 0x202A...0x202E, 0x2066...0x2069: false
    case _ where scalar.properties.isNoncharacterCodePoint: false
    default: true
    }
  }
}
