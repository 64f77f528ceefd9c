// A drawing: shapes and words on a plane, before they are SVG.
//
// Lengths are in units of which a line of text is 11 high. A drawing is shown as wide as its place; about 1.3 pixels
// a unit on a desk, 0.8 on a phone.

struct Drawing {
  /// One element of SVG, without children.
  struct Element {
    var name: String
    var attributes: [(key: String, value: String)]
    var text = ""
    /// Shown where a pointer rests on the shape.
    var hint: String?
  }

  enum Anchor: String {
    case start
    case middle
    case end
  }

  /// The width of all charts.
  static let width = 440.0
  /// What a letter takes at most, on average, on a phone too.
  static let letterWidth = 7.4

  let title: String
  let description: String
  let width = Self.width
  var height: Double
  private(set) var elements: [Element] = []

  init(title: String, description: String, height: Double) {
    self.title = title
    self.description = description
    self.height = height
  }

  mutating func text(
    _ text: String, x: Double, y: Double, _ anchor: Anchor = .start, style: String = "label"
  ) {
    let attributes = [
      ("class", style), ("x", Numerals.place(x)), ("y", Numerals.place(y)), ("text-anchor", anchor.rawValue),
    ]
    elements.append(Element(name: "text", attributes: attributes, text: text))
  }

  /// - Parameter opacity: From 0 to 1.
  mutating func rectangle(
    x: Double, y: Double, width: Double, height: Double, style: String, opacity: Double = 1,
    hint: String? = nil
  ) {
    var attributes = [
      ("class", style), ("x", Numerals.place(x)), ("y", Numerals.place(y)),
      ("width", Numerals.place(max(0, width))), ("height", Numerals.place(max(0, height))),
    ]
    if opacity < 1 { attributes.append(("fill-opacity", Numerals.fixed(opacity, decimals: 2))) }
    elements.append(Element(name: "rect", attributes: attributes, hint: hint))
  }

  mutating func line(_ points: [(x: Double, y: Double)], style: String) {
    path(Self.moves(points), style: style)
  }

  /// Dots as strokes of no length with round ends: the shortest way to write many of them.
  mutating func dots(_ points: [(x: Double, y: Double)], style: String) {
    let moves = points.map { "M\(Numerals.place($0.x)) \(Numerals.place($0.y))h0" }.joined()
    path(moves, style: style)
  }

  mutating func circle(x: Double, y: Double, radius: Double, style: String, hint: String? = nil) {
    let attributes = [
      ("class", style), ("cx", Numerals.place(x)), ("cy", Numerals.place(y)), ("r", Numerals.place(radius)),
    ]
    elements.append(Element(name: "circle", attributes: attributes, hint: hint))
  }

  private mutating func path(_ moves: String, style: String) {
    elements.append(Element(name: "path", attributes: [("class", style), ("d", moves)]))
  }

  private static func moves(_ points: [(x: Double, y: Double)]) -> String {
    points.enumerated().map { index, point in
      "\(index == 0 ? "M" : "L")\(Numerals.place(point.x)) \(Numerals.place(point.y))"
    }.joined()
  }

  /// A text that takes at most so much width; what is cut off is shown by dots.
  static func fitted(_ text: String, width: Double) -> String {
    let letters = max(2, Int(width / letterWidth))
    return text.count <= letters ? text : text.prefix(letters - 1) + "…"
  }

  /// About the width of the longest text, within a limit.
  static func textWidth(_ texts: [String], atMost limit: Double) -> Double {
    min(limit, Double(texts.map(\.count).max() ?? 0) * letterWidth)
  }
}

/// The colours of series, which begin again after the eighth.
enum SeriesStyle {
  static let count = 8

  static func name(_ series: Int) -> String {
    precondition(series >= 0, "A series has no negative number.")
    return "s\(series % count)"
  }
}
