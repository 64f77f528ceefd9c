// The plane of a chart with two axes: a frame, ticks with labels, and what the axes are.

struct Plane {
  let horizontal: Axis
  let vertical: Axis
  let left: Double
  let right: Double
  let top = 22.0
  let bottom: Double

  private static let below = 36.0

  /// Draws the axes.
  ///
  /// - Parameter height: Of the plane, without what stands below.
  init(
    _ drawing: inout Drawing, horizontal: Axis, vertical: Axis, labels: (x: String, y: String),
    height: Double
  ) {
    self.horizontal = horizontal
    self.vertical = vertical
    left = Drawing.textWidth(vertical.ticks.map(\.label), atMost: 80) + 10
    right = drawing.width - 6
    bottom = top + height
    drawing.height = max(drawing.height, bottom + Self.below)
    drawing.text(labels.y, x: 0, y: top - 11)
    for tick in vertical.ticks {
      let y = y(tick.value)
      drawing.line([(left, y), (right, y)], style: "grid")
      drawing.text(tick.label, x: left - 6, y: y + 4, .end)
    }
    drawHorizontalTicks(&drawing)
    drawing.line([(left, bottom), (right, bottom)], style: "rule")
    drawing.text(labels.x, x: right, y: bottom + 31, .end)
  }

  private func drawHorizontalTicks(_ drawing: inout Drawing) {
    for tick in horizontal.ticks {
      let x = x(tick.value)
      drawing.line([(x, bottom), (x, bottom + 4)], style: "rule")
      // Labels at the ends stay within the drawing.
      let half = Double(tick.label.count) * Drawing.letterWidth / 2
      let anchor: Drawing.Anchor = x + half > drawing.width ? .end : x - half < 0 ? .start : .middle
      drawing.text(tick.label, x: anchor == .end ? drawing.width : max(0, x), y: bottom + 16, anchor)
    }
  }

  func x(_ value: Double) -> Double { left + horizontal.share(value) * (right - left) }

  func y(_ value: Double) -> Double { bottom - vertical.share(value) * (bottom - top) }

  func place(_ point: (x: Double, y: Double)) -> (x: Double, y: Double) { (x(point.x), y(point.y)) }
}

/// Names of series with their colours, in lines.
enum Legend {
  private static let lineHeight = 16.0

  /// Draws the names from a height on.
  ///
  /// - Returns: The height that it takes.
  @discardableResult
  static func draw(_ names: [String], on drawing: inout Drawing, left: Double, y: Double) -> Double {
    var x = left
    var line = 0
    for (series, name) in names.enumerated() {
      let width = Double(name.count) * Drawing.letterWidth + 26
      if x > left, x + width > drawing.width {
        line += 1
        x = left
      }
      let top = y + Double(line) * lineHeight
      drawing.rectangle(x: x, y: top, width: 9, height: 9, style: "area \(SeriesStyle.name(series))")
      drawing.text(name, x: x + 13, y: top + 8.5)
      x += width
    }
    let height = names.isEmpty ? 0 : Double(line + 1) * lineHeight
    drawing.height = max(drawing.height, y + height)
    return height
  }
}
