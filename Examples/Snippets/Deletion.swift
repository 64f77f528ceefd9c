// A deletion, and a deletion that is only tried out.

import DeletableClustering

// page: Sources/DeletableClustering/DeletableClustering.docc/Deletion.md

func deletion() throws {
  let data = try Dataset(
    rows: [[1.0, 1.2], [0.9, 1.1], [5.0, 4.8], [5.2, 5.1], [9.0, 0.5]],
    ids: ["p17", "p17", "p23", "p31", "p40"])
  var model = try QuantizedKMeans.fit(data, .init(clusters: 2))

  do {
    var model = model
    // snippet
    let outcome = try model.delete(["p17", "p23"])
    // end
    print(outcome.recordCount, model.recordCount)
  }

  // snippet
  var trial = model
  let outcome = try trial.delete(["p17"])
  print(outcome.isCertified, trial.inertia - model.inertia)
  // end
  try model.delete(["p40"])
  print(model.recordCount, trial.recordCount)
}
