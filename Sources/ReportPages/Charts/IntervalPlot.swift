// A dot with an interval for each row, such as a mean with its spread.

package struct IntervalPlot: Sendable {
  package struct Row: Sendable {
    package var label: String
    package var value: Double
    /// Nil where there is none.
    package var interval: ClosedRange<Double>?
    package var series: Int

    package init(_ label: String, _ value: Double, interval: ClosedRange<Double>? = nil, series: Int = 0) {
      self.label = label
      self.value = value
      self.interval = interval
      self.series = series
    }
  }

  package var title: String
  package var description: String
  /// What the numbers are.
  package var xLabel: String
  package var rows: [Row]
  /// A value to compare with, such as 1 for a ratio, and its name; nil for none.
  package var reference: (value: Double, name: String)?

  package init(
    title: String, description: String, xLabel: String, rows: [Row],
    reference: (value: Double, name: String)? = nil
  ) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.rows = rows
    self.reference = reference
  }

  private static let rowHeight = 24.0
  private static let top = 22.0

  var drawing: Drawing {
    let bottom = Self.top + Double(rows.count) * Self.rowHeight
    var drawing = Drawing(title: title, description: description, height: bottom + 38)
    let labelWidth = Drawing.textWidth(rows.map(\.label), atMost: 150)
    let left = labelWidth + 14
    // Half of the last tick's label stands beyond it.
    let right = drawing.width - 24
    let values = rows.flatMap {
      [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound].compactMap { $0 }
    }
    let axis = Axis(covering: values + (reference.map { [$0.value] } ?? []))
    let place = { (value: Double) in left + axis.share(value) * (right - left) }
    for tick in axis.ticks {
      drawing.line([(place(tick.value), Self.top), (place(tick.value), bottom)], style: "grid")
      drawing.text(tick.label, x: place(tick.value), y: bottom + 14, .middle)
    }
    drawing.text(xLabel, x: right, y: bottom + 30, .end)
    if let reference, reference.value.isFinite {
      let x = place(reference.value)
      drawing.line([(x, Self.top - 4), (x, bottom)], style: "reference")
      drawing.text(reference.name, x: x, y: Self.top - 9, x > drawing.width * 0.75 ? .end : .middle)
    }
    for (index, row) in rows.enumerated() {
      let y = Self.top + (Double(index) + 0.5) * Self.rowHeight
      drawing.text(Drawing.fitted(row.label, width: labelWidth), x: left - 12, y: y + 4, .end, style: "value")
      draw(row, on: &drawing, y: y, place)
    }
    return drawing
  }

  private func draw(_ row: Row, on drawing: inout Drawing, y: Double, _ place: (Double) -> Double) {
    let style = SeriesStyle.name(row.series)
    var hint = "\(row.label): \(Numerals.short(row.value))"
    if let interval = row.interval, interval.lowerBound.isFinite, interval.upperBound.isFinite {
      hint += ", \(Numerals.short(interval.lowerBound)) to \(Numerals.short(interval.upperBound))"
      let (low, high) = (place(interval.lowerBound), place(interval.upperBound))
      drawing.line([(low, y), (high, y)], style: "spread \(style)")
      for end in [low, high] { drawing.line([(end, y - 4), (end, y + 4)], style: "spread \(style)") }
    }
    guard row.value.isFinite else { return }
    drawing.circle(x: place(row.value), y: y, radius: 4.2, style: "area \(style)", hint: hint)
  }
}
