// Points on a plane, with marks.
//
// Where there are more points than can be told apart, those with the least priorities are shown. A priority that is a
// keyed function of what a point stands for makes the choice random, and the same whatever the order of points.

package struct ScatterPlot: Sendable {
  package struct Point: Sendable {
    package var x: Double
    package var y: Double
    package var series: Int
    package var priority: UInt64

    package init(x: Double, y: Double, series: Int, priority: UInt64) {
      self.x = x
      self.y = y
      self.series = series
      self.priority = priority
    }
  }

  /// A place with a name.
  package struct Mark: Sendable {
    package var name: String
    package var x: Double
    package var y: Double

    package init(_ name: String, x: Double, y: Double) {
      self.name = name
      self.x = x
      self.y = y
    }
  }

  package var title: String
  package var description: String
  package var xLabel: String
  package var yLabel: String
  /// The names of the series, for the legend; none if it is not wanted.
  package var series: [String]
  package var marks: [Mark]
  /// Those that are shown.
  package private(set) var points: [Point]
  /// How many there were.
  package let pointCount: Int

  /// - Parameter limit: At most so many points are shown, those with the least priorities.
  package init(
    title: String, description: String, xLabel: String, yLabel: String, series: [String] = [],
    points: [Point],
    marks: [Mark] = [], limit: Int = 4000
  ) {
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.marks = marks
    let finite = points.filter { $0.x.isFinite && $0.y.isFinite }
    pointCount = finite.count
    // The place decides between equal priorities, not the order; and drawing in this order lets no series lie on top.
    let order = finite.sorted { ($0.priority, $0.x, $0.y, $0.series) < ($1.priority, $1.x, $1.y, $1.series) }
    self.points = Array(order.prefix(max(0, limit)))
  }

  /// So many series have colours of their own; then they begin again.
  package static let seriesColourCount = SeriesStyle.count

  private static let height = 320.0
  /// So many points of one series are one shape, so that series lie on each other evenly.
  private static let layerSize = 500

  var drawing: Drawing {
    var drawing = Drawing(title: title, description: description, height: Self.height)
    let xs = points.map(\.x) + marks.map(\.x)
    let ys = points.map(\.y) + marks.map(\.y)
    let plane = Plane(
      &drawing, horizontal: Axis(covering: xs, isRounded: false, margin: 0.04, about: 8),
      vertical: Axis(covering: ys, isRounded: false, margin: 0.04, about: 8), labels: (xLabel, yLabel),
      height: Self.height)
    for start in stride(from: 0, to: points.count, by: Self.layerSize) {
      let layer = points[start..<min(points.count, start + Self.layerSize)]
      for style in 0..<SeriesStyle.count {
        let dots = layer.filter { $0.series % SeriesStyle.count == style }.map { plane.place(($0.x, $0.y)) }
        if !dots.isEmpty { drawing.dots(dots, style: "dots \(SeriesStyle.name(style))") }
      }
    }
    drawing.marks(marks, plane)
    Legend.draw(series, on: &drawing, left: plane.left, y: drawing.height + 4)
    return drawing
  }
}

extension Drawing {
  /// Rings with names.
  mutating func marks(_ marks: [ScatterPlot.Mark], _ plane: Plane) {
    for mark in marks where mark.x.isFinite && mark.y.isFinite {
      let (x, y) = plane.place((mark.x, mark.y))
      circle(x: x, y: y, radius: 3.4, style: "mark", hint: mark.name)
      text(mark.name, x: x + 6, y: y - 5, style: "halo")
    }
  }
}
