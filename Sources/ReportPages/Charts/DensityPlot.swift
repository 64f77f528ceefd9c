// How many points lie in each square of a plane, without a single point being shown.

package struct DensityPlot: Sendable {
  /// A square, by its place from the lower left.
  package struct Square: Sendable {
    package var column: Int
    package var row: Int
    package var count: Int
    /// The series that gives the colour, such as the one with most of the points.
    package var series: Int

    package init(column: Int, row: Int, count: Int, series: Int) {
      self.column = column
      self.row = row
      self.count = count
      self.series = series
    }
  }

  package var title: String
  package var description: String
  package var xLabel: String
  package var yLabel: String
  package var series: [String]
  /// Where the lower left corner of the square 0, 0 lies, and how large squares are along both axes.
  package var origin: (x: Double, y: Double)
  package var size: (x: Double, y: Double)
  package var squares: [Square]
  package var marks: [ScatterPlot.Mark]

  /// - Precondition: `size` is positive in both directions.
  package init(
    title: String, description: String, xLabel: String, yLabel: String, series: [String] = [],
    origin: (x: Double, y: Double), size: (x: Double, y: Double), squares: [Square],
    marks: [ScatterPlot.Mark] = []
  ) {
    precondition(size.x > 0 && size.y > 0, "Squares have a size.")
    self.title = title
    self.description = description
    self.xLabel = xLabel
    self.yLabel = yLabel
    self.series = series
    self.origin = origin
    self.size = size
    self.squares = squares
    self.marks = marks
  }

  private static let height = 320.0

  var drawing: Drawing {
    var drawing = Drawing(title: title, description: description, height: Self.height)
    let corners = squares.flatMap { [corner($0.column, $0.row), corner($0.column + 1, $0.row + 1)] }
    let horizontal = Axis(
      covering: corners.map(\.x) + marks.map(\.x), isRounded: false, margin: 0.04, about: 8)
    let vertical = Axis(covering: corners.map(\.y) + marks.map(\.y), isRounded: false, margin: 0.04, about: 8)
    let plane = Plane(
      &drawing, horizontal: horizontal, vertical: vertical, labels: (xLabel, yLabel), height: Self.height)
    let greatest = Double(squares.map(\.count).max() ?? 1)
    for square in squares {
      let low = plane.place(corner(square.column, square.row))
      let high = plane.place(corner(square.column + 1, square.row + 1))
      // The root of the count, so that thin places are still seen.
      drawing.rectangle(
        x: low.x, y: high.y, width: high.x - low.x, height: low.y - high.y,
        style: "area \(SeriesStyle.name(square.series))",
        opacity: 0.12 + 0.83 * (Double(square.count) / greatest).squareRoot(),
        hint: Numerals.grouped(square.count))
    }
    drawing.marks(marks, plane)
    Legend.draw(series, on: &drawing, left: plane.left, y: drawing.height + 4)
    return drawing
  }

  private func corner(_ column: Int, _ row: Int) -> (x: Double, y: Double) {
    (origin.x + Double(column) * size.x, origin.y + Double(row) * size.y)
  }
}
