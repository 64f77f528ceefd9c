// A page with one of everything, in which every text may be the same odd one.

import ReportPages

enum SamplePage {
  /// - Parameter odd: Put where a text may come from a user; nil for plain names.
  static func page(odd: String? = nil) -> Page {
    let text = { (plain: String) in odd ?? plain }
    return Page(
      title: text("A study"), subtitle: text("What it is"),
      sections: [
        Section(
          text("Words"),
          [
            .heading(text("Below")), .paragraph(text("A paragraph.")),
            .note(Note(.warning, text("Mind this."))),
            .facts([Fact(text("Records"), text("20,190")), Fact("Digest", text("00ff"), .code)]),
            .table(
              Table(
                caption: text("Two columns."), columns: [.init(text("Name")), .init("Count", .number)],
                rows: [[Cell(text("a")), "1"], [Cell(text("b"), .bad), "2"]])),
          ]),
        Section("Charts", charts(text).map { .figure(Figure(text("A chart."), $0)) }),
      ],
      footer: text("Made by the software."))
  }

  static func charts(_ text: (String) -> String) -> [Chart] {
    [
      .bars(
        BarChart(
          title: text("Sizes"), description: text("Bars."),
          bars: [
            .init(text("0"), 12, text: "12"), .init("1", 7, text: text("7"), series: 1),
            .init("2", .nan, text: "–"),
          ])),
      .heatMap(
        HeatMap(
          title: text("Centres"), description: text("Cells."), rows: [text("age"), "weight"],
          columns: [text("0"), "1"], values: [[-1.5, 0.2], [nil, .infinity]],
          texts: [["1", text("2")], ["", "4"]],
          scale: .diverging(limit: 2), legend: text("standard deviations"))),
      .scatter(
        ScatterPlot(
          title: text("Records"), description: text("Points."), xLabel: text("axis 1"),
          yLabel: text("axis 2"),
          series: [text("0"), "1"],
          points: (0..<60).map { number in
            .init(
              x: Double(number % 9), y: Double(number % 7), series: number % 10,
              priority: UInt64(number * 37 % 61))
          }, marks: [.init(text("0"), x: 1, y: 2)])),
      .density(
        DensityPlot(
          title: text("Records"), description: text("Squares."), xLabel: text("axis 1"),
          yLabel: text("axis 2"),
          series: [text("0")], origin: (-1, -1), size: (0.5, 0.25),
          squares: [
            .init(column: 0, row: 0, count: 12, series: 0), .init(column: 2, row: 3, count: 40, series: 9),
          ],
          marks: [.init(text("0"), x: 0, y: 0)])),
      .lines(
        LineChart(
          title: text("History"), description: text("Steps."), xLabel: text("time"), yLabel: text("records"),
          series: [.init(text("a"), [(1.7e9, 10), (1.71e9, 8), (1.72e9, 3)]), .init("b", [(1.7e9, 2)])],
          abscissa: .time, isStepped: true, beginsAtZero: true)),
      .intervals(
        IntervalPlot(
          title: text("Ratios"), description: text("Dots."), xLabel: text("ratio"),
          rows: [.init(text("quantized"), 1.01, interval: 0.98...1.05), .init("lloyd", 1, series: 1)],
          reference: (1, text("equal")))),
    ]
  }
}
