// A short report in two columns, for people.

struct Summary {
  private var rows: [(label: String, text: String)] = []

  mutating func add(_ label: String, _ text: String) {
    rows.append((label, text))
  }

  var text: String {
    let width = rows.map(\.label.count).max() ?? 0
    return rows.map { row in
      row.label + String(repeating: " ", count: width + 2 - row.label.count) + row.text + "\n"
    }.joined()
  }
}
