// Horizontal bars from a common zero.

package struct BarChart: Sendable {
  package struct Bar: Sendable {
    package var label: String
    /// At least 0.
    package var value: Double
    /// What stands at the end of the bar, such as the value with its unit.
    package var text: String
    /// Its colour, as the number of a series.
    package var series: Int

    package init(_ label: String, _ value: Double, text: String, series: Int = 0) {
      self.label = label
      self.value = value
      self.text = text
      self.series = series
    }
  }

  package var title: String
  package var description: String
  package var bars: [Bar]

  package init(title: String, description: String, bars: [Bar]) {
    self.title = title
    self.description = description
    self.bars = bars
  }

  private static let barHeight = 16.0
  private static let rowHeight = 23.0

  var drawing: Drawing {
    var drawing = Drawing(
      title: title, description: description, height: Double(bars.count) * Self.rowHeight + 4)
    let labelWidth = Drawing.textWidth(bars.map(\.label), atMost: 150)
    let textWidth = Drawing.textWidth(bars.map(\.text), atMost: 140)
    let left = labelWidth + 10
    let room = max(40, drawing.width - left - textWidth - 8)
    let greatest = bars.map(\.value).filter(\.isFinite).max() ?? 0
    for (row, bar) in bars.enumerated() {
      let top = Double(row) * Self.rowHeight + 2
      let length = bar.value.isFinite && greatest > 0 ? max(0, bar.value / greatest) * room : 0
      drawing.rectangle(
        x: left, y: top, width: length, height: Self.barHeight, style: "area \(SeriesStyle.name(bar.series))",
        hint: "\(bar.label): \(bar.text)")
      drawing.text(Drawing.fitted(bar.label, width: labelWidth), x: left - 8, y: top + 12, .end)
      drawing.text(bar.text, x: left + length + 6, y: top + 12, style: "value")
    }
    drawing.line([(left, 0), (left, drawing.height)], style: "rule")
    return drawing
  }
}
