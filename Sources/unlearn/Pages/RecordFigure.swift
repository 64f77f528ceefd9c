// Records on their two principal axes: as a density in which nobody stands alone, or point by point.
//
// Method     The plane is cut into squares, whose size and place follow from means and standard deviations, not from the
//            outermost records. A square counts if enough participants are in it: one with many records is still one.

import DeletableClustering
import ModelStore
import ReportPages

struct RecordFigure {
  /// A square with fewer participants is not shown.
  static let leastParticipants = 10

  let page: ModelPage
  private let labels: [Int]
  private let ids: RecordIDs

  /// The grid goes so many standard deviations to each side, in so many squares.
  private static let reach = 4.0
  private static let squares = (x: 48, y: 36)
  private static let greatestPointCount = 4000
  /// More names than this fill the chart.
  private static let greatestMarkCount = 40

  init(_ page: ModelPage) throws {
    self.page = page
    let isShown = page.plot != .none && page.overview.plane != nil
    labels = isShown ? try page.stored.model.labels() : []
    ids = isShown ? try page.stored.records().ids : RecordIDs()
  }

  var blocks: [Block] {
    guard page.plot != .none else {
      return [.paragraph("Left out, as was asked for.")]
    }
    guard let plane = page.overview.plane else {
      return [
        .paragraph(
          "Not drawn: there are no records, all are alike, or they have more than "
            + "\(Phrase.number(PrincipalPlane.greatestDimension)) features as they are clustered.")
      ]
    }
    return [introduction(plane)] + (page.plot == .points ? points(plane) : density(plane))
  }

  private func introduction(_ plane: PrincipalPlane) -> Block {
    let isPrepared = !page.stored.model.settings.preparation.steps.isEmpty
    return .paragraph(
      "The two axes along which the records vary most, \(isPrepared ? "after the preparation" : "in the input’s units"): "
        + "the first has \(Phrase.percent(plane.shares.x)) of the variance of all features, the second "
        + "\(Phrase.percent(plane.shares.y)). Clusters that differ in other directions lie on each other here."
    )
  }

  private func axisLabels(_ plane: PrincipalPlane) -> (x: String, y: String) {
    ("axis 1, \(Phrase.percent(plane.shares.x))", "axis 2, \(Phrase.percent(plane.shares.y))")
  }

  private func marks(_ plane: PrincipalPlane) -> [ScatterPlot.Mark] {
    plane.centroids.prefix(Self.greatestMarkCount).enumerated().map { .init(String($0), x: $1.x, y: $1.y) }
  }

  /// Names for the legend; none where colours repeat.
  private var names: [String] {
    let count = page.centers.centroids.count
    return count <= ScatterPlot.seriesColourCount ? (0..<count).map { "cluster \($0)" } : []
  }
}

// MARK: - Points

extension RecordFigure {
  private func points(_ plane: PrincipalPlane) -> [Block] {
    let places = plane.records
    let points = places.indices.map { row in
      ScatterPlot.Point(
        x: places[row].x, y: places[row].y, series: labels[row], priority: page.overview.priorities[row])
    }
    let axes = axisLabels(plane)
    let plot = ScatterPlot(
      title: "Records on two principal axes",
      description:
        "\(Phrase.count(min(points.count, Self.greatestPointCount), "dot")), one a record, coloured by "
        + "cluster, and a ring at each centre.",
      xLabel: axes.x, yLabel: axes.y, series: names, points: points, marks: marks(plane),
      limit: Self.greatestPointCount)
    let choice =
      places.count > plot.points.count
      ? "Shown are \(Phrase.number(plot.points.count)) of \(Phrase.number(places.count)) records, drawn by the "
        + "model’s seed." : "All \(Phrase.count(places.count, "record")) are shown."
    return [
      .figure(Figure("Records by cluster; rings are centres. \(choice)", .scatter(plot))),
      .note(Note(.warning, "Each dot is one person’s record, and its place can be measured.")),
    ]
  }
}

// MARK: - Density

extension RecordFigure {
  private struct Place: Hashable, Comparable {
    let column: Int
    let row: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.row, left.column) < (right.row, right.column)
    }
  }

  private struct Square {
    var count = 0
    var clusters: [Int: Int] = [:]
    /// Not more than are needed.
    var participants: Set<RecordID> = []

    /// The cluster with most of the records, the lower one of equals.
    var mainCluster: Int { clusters.min { ($1.value, $0.key) < ($0.value, $1.key) }?.key ?? 0 }
  }

  private func density(_ plane: PrincipalPlane) -> [Block] {
    let size = (
      x: Self.side(plane.deviations.x, count: Self.squares.x),
      y: Self.side(plane.deviations.y, count: Self.squares.y)
    )
    let origin = (x: -size.x * Double(Self.squares.x / 2), y: -size.y * Double(Self.squares.y / 2))
    let all = squares(plane, origin, size)
    let shown = all.filter { $0.value.participants.count >= Self.leastParticipants }.sorted {
      $0.key < $1.key
    }
    let shownCount = shown.reduce(0) { $0 + $1.value.count }
    let axes = axisLabels(plane)
    let plot = DensityPlot(
      title: "Density of the records on two principal axes",
      description:
        "\(Phrase.count(shown.count, "square")), darker the more records are in it, coloured by the cluster "
        + "that most of them belong to, and a ring at each centre.",
      xLabel: axes.x, yLabel: axes.y, series: names, origin: origin, size: size,
      squares: shown.map {
        .init(column: $0.key.column, row: $0.key.row, count: $0.value.count, series: $0.value.mainCluster)
      }, marks: marks(plane))
    let hidden = plane.records.count - shownCount
    return [
      .figure(
        Figure(
          "How many records lie where; the colour is that of the cluster that most of a square’s records belong to, "
            + "and rings are centres. Squares with fewer than \(Self.leastParticipants) participants are left out, and "
            + "so is what lies more than \(Int(Self.reach)) standard deviations out: "
            + "\(Phrase.number(hidden)) of \(Phrase.count(plane.records.count, "record")).", .density(plot)))
    ]
  }

  /// A positive length even where nothing varies.
  private static func side(_ deviation: Double, count: Int) -> Double {
    let side = 2 * reach * deviation / Double(count)
    return side > 0 && side.isFinite ? side : 1
  }

  private func squares(
    _ plane: PrincipalPlane, _ origin: PrincipalPlane.Point, _ size: PrincipalPlane.Point
  ) -> [Place: Square] {
    var squares: [Place: Square] = [:]
    for (row, point) in plane.records.enumerated() {
      let column = ((point.x - origin.x) / size.x).rounded(.down)
      let line = ((point.y - origin.y) / size.y).rounded(.down)
      guard (0..<Double(Self.squares.x)).contains(column), (0..<Double(Self.squares.y)).contains(line) else {
        continue
      }
      let place = Place(column: Int(column), row: Int(line))
      squares[place, default: Square()].count += 1
      squares[place, default: Square()].clusters[labels[row], default: 0] += 1
      if squares[place, default: Square()].participants.count < Self.leastParticipants {
        squares[place, default: Square()].participants.insert(ids[row])
      }
    }
    return squares
  }
}
