// What docs/evaluation.md shows of the library behind `unlearn evaluate`.

import DeletableClustering
import UnlearningEvaluation

// page: docs/evaluation.md

func evaluation() throws {
  let rows = (0..<120).map { (row: Int) -> [Double] in
    let (group, place) = (row % 8, row % 7)
    return [Double(10 * group + place), Double(row % 5)]
  }
  let data = try Dataset(rows: rows)
  // snippet
  let evaluation = Evaluation([ModelSettings(.quantized, clusters: 8)])
  let card = try evaluation.run(data)
  print(card.isExact)
  print(card.methods[0].fidelity.lossRatio?.mean ?? .nan)
  // end
}
