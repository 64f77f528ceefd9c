// The charts that a figure may show.
//
// Every chart has a title and a description in words for those who do not see it; the description says what is to be
// seen, and where the same numbers stand as text. Numbers that are not finite are passed over.

package enum Chart: Sendable {
  case bars(BarChart)
  case heatMap(HeatMap)
  case scatter(ScatterPlot)
  case density(DensityPlot)
  case lines(LineChart)
  case intervals(IntervalPlot)

  var drawing: Drawing {
    switch self {
    case .bars(let chart): chart.drawing
    case .heatMap(let chart): chart.drawing
    case .scatter(let chart): chart.drawing
    case .density(let chart): chart.drawing
    case .lines(let chart): chart.drawing
    case .intervals(let chart): chart.drawing
    }
  }
}
