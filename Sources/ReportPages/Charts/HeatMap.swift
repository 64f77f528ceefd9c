// A table of coloured cells, with a legend.

package struct HeatMap: Sendable {
  /// What colours mean.
  package enum Scale: Sendable {
    /// From −limit, cool, over 0, no colour, to limit, warm. Values beyond have the colour of the end.
    case diverging(limit: Double)
    /// From 0, no colour, to the limit.
    case sequential(limit: Double)
  }

  package var title: String
  package var description: String
  package var rows: [String]
  package var columns: [String]
  /// What decides the colours, row after row; nil for a cell without one.
  package var values: [[Double?]]
  /// What stands in the cells, as far as there is room; hints have it in any case.
  package var texts: [[String]]
  package var scale: Scale
  /// What the legend's numbers are.
  package var legend: String

  /// - Precondition: `values` and `texts` have a row for each of `rows`, and a cell for each of `columns`.
  package init(
    title: String, description: String, rows: [String], columns: [String], values: [[Double?]],
    texts: [[String]], scale: Scale, legend: String
  ) {
    precondition(values.count == rows.count && texts.count == rows.count)
    precondition(values.allSatisfy { $0.count == columns.count })
    precondition(texts.allSatisfy { $0.count == columns.count })
    self.title = title
    self.description = description
    self.rows = rows
    self.columns = columns
    self.values = values
    self.texts = texts
    self.scale = scale
    self.legend = legend
  }

  private static let rowHeight = 24.0
  private static let top = 20.0
  private static let legendHeight = 52.0
  /// The strongest colour still lets text be read on it.
  private static let strongest = 0.8

  var drawing: Drawing {
    let bottom = Self.top + Double(rows.count) * Self.rowHeight
    var drawing = Drawing(title: title, description: description, height: bottom + Self.legendHeight)
    let labelWidth = Drawing.textWidth(rows, atMost: 140)
    let left = labelWidth + 8
    let cellWidth = (drawing.width - left) / Double(max(1, columns.count))
    drawColumnLabels(&drawing, left: left, cellWidth: cellWidth)
    for row in rows.indices {
      let y = Self.top + Double(row) * Self.rowHeight
      drawing.text(Drawing.fitted(rows[row], width: labelWidth), x: left - 8, y: y + 16, .end)
      for column in columns.indices {
        drawCell(&drawing, row, column, x: left + Double(column) * cellWidth, y: y, width: cellWidth)
      }
    }
    drawLegend(&drawing, left: left, y: bottom + 16)
    return drawing
  }

  private func drawColumnLabels(_ drawing: inout Drawing, left: Double, cellWidth: Double) {
    // Where cells are narrow, some labels are left out, at even distances.
    let widest = Drawing.textWidth(columns, atMost: 200) + 6
    let step = max(1, Int((min(widest, 60) / cellWidth).rounded(.up)))
    for column in stride(from: 0, to: columns.count, by: step) {
      drawing.text(
        Drawing.fitted(columns[column], width: cellWidth * Double(step)),
        x: left + (Double(column) + 0.5) * cellWidth, y: Self.top - 7, .middle)
    }
  }

  private func drawCell(
    _ drawing: inout Drawing, _ row: Int, _ column: Int, x: Double, y: Double, width: Double
  ) {
    let text = texts[row][column]
    let (style, opacity) = colour(values[row][column])
    let gap = width > 6 ? 1.0 : 0
    drawing.rectangle(
      x: x + gap, y: y + 1, width: width - 2 * gap, height: Self.rowHeight - 2, style: "area \(style)",
      opacity: opacity, hint: "\(rows[row]), \(columns[column]): \(text)")
    if Double(text.count) * Drawing.letterWidth <= width - 4 {
      drawing.text(text, x: x + width / 2, y: y + 16, .middle, style: "value")
    }
  }

  private func colour(_ value: Double?) -> (style: String, opacity: Double) {
    guard let value, value.isFinite else { return ("warm", 0) }
    switch scale {
    case .diverging(let limit):
      return (value < 0 ? "cool" : "warm", min(1, value.magnitude / limit) * Self.strongest)
    case .sequential(let limit):
      return ("s0", min(1, max(0, value / limit)) * Self.strongest)
    }
  }

  private func drawLegend(_ drawing: inout Drawing, left: Double, y: Double) {
    let (lower, upper): (Double, Double) =
      switch scale {
      case .diverging(let limit): (-limit, limit)
      case .sequential(let limit): (0, limit)
      }
    let count = 17
    let width = min(220, drawing.width - left) / Double(count)
    for step in 0..<count {
      let value = lower + (upper - lower) * Double(step) / Double(count - 1)
      let (style, opacity) = colour(value)
      drawing.rectangle(
        x: left + Double(step) * width, y: y, width: width, height: 9, style: "area \(style)",
        opacity: opacity)
    }
    let end = left + Double(count) * width
    drawing.rectangle(x: left, y: y, width: end - left, height: 9, style: "frame")
    for (value, x, anchor) in [
      (lower, left, Drawing.Anchor.start), ((lower + upper) / 2, (left + end) / 2, .middle),
      (upper, end, .end),
    ] {
      drawing.text(Numerals.short(value), x: x, y: y + 21, anchor)
    }
    let legendWidth = Drawing.textWidth([legend], atMost: drawing.width)
    drawing.text(legend, x: min(left, drawing.width - legendWidth), y: y + 34)
  }
}
