// Lines or steps over a number or over time.

package struct LineChart: Sendable {
  package struct Series: Sendable {
    package var name: String
    /// In the order of x.
    package var points: [(x: Double, y: Double)]

    package init(_ name: String, _ points: [(x: Double, y: Double)]) {
      self.name = name
      self.points = points
    }
  }

  package enum Abscissa: Sendable {
    case number
    /// Seconds since 1970, shown as UTC.
    case time
  }

  package var title: String
  package var description: String
  package var xLabel: String
  package var yLabel: String
  package var series: [Series]
  package var abscissa: Abscissa
  /// Whether a value holds until the next point, instead of changing evenly.
  package var isStepped: Bool
  /// Whether the vertical axis begins at 0.
  package var beginsAtZero: Bool

  package init(
    title: String, description: String, xLabel: String, yLabel: String, series: [Series],
    abscissa: Abscissa = .number, isStepped: Bool = false, beginsAtZero: Bool = false
  ) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.abscissa = abscissa
    self.isStepped = isStepped
    self.beginsAtZero = beginsAtZero
  }

  private static let height = 200.0

  var drawing: Drawing {
    var drawing = Drawing(title: title, description: description, height: Self.height)
    let lines = series.map { $0.points.filter { $0.x.isFinite && $0.y.isFinite } }
    let xs = lines.flatMap { $0.map(\.x) }
    let horizontal = abscissa == .time ? TimeAxis.axis(covering: xs) : Axis(covering: xs, isRounded: false)
    let vertical = Axis(covering: lines.flatMap { $0.map(\.y) } + (beginsAtZero ? [0] : []))
    let plane = Plane(
      &drawing, horizontal: horizontal, vertical: vertical, labels: (xLabel, yLabel), height: Self.height)
    for (number, points) in lines.enumerated() {
      let style = SeriesStyle.name(number)
      drawing.line(steps(points.map(plane.place)), style: "line \(style)")
      for point in points where points.count <= 40 {
        let (x, y) = plane.place(point)
        drawing.circle(x: x, y: y, radius: 2.4, style: "area \(style)", hint: Numerals.short(point.y))
      }
    }
    if series.count > 1 {
      Legend.draw(series.map(\.name), on: &drawing, left: plane.left, y: drawing.height + 4)
    }
    return drawing
  }

  private func steps(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
    guard isStepped else { return points }
    return points.indices.flatMap { index in
      index == 0 ? [points[0]] : [(points[index].x, points[index - 1].y), points[index]]
    }
  }
}
