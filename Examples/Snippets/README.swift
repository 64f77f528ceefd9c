// What README.md shows first.

import DeletableClustering
import RecordFiles

// page: README.md

func readme() throws {
  // snippet
  let data = try RecordFiles.read("Samples/randhie.csv", selecting: TableSelection(idColumn: "zper"))
  var model = try QuantizedKMeans.fit(data, .init(clusters: 6))
  print(model.clusterSizes, model.inertia)

  let outcome = try model.delete(["125024", "125025"])
  print(outcome.recordCount, outcome.isCertified)   // records removed; whether every centroid stayed

  let refit = try QuantizedKMeans.fit(data.removing(["125024", "125025"]), model.configuration)
  print(model.digest == refit.digest)               // true
  // end
}
