// From arrays and tables to a model, a deletion, a check and a folder.

import DeletableClustering
import ModelStore
import RecordFiles

// page: Sources/DeletableClustering/DeletableClustering.docc/GettingStarted.md

func gettingStarted() throws {
  // snippet
  let data = try Dataset(
    rows: [[1.0, 1.2], [0.9, 1.1], [5.0, 4.8], [5.2, 5.1], [9.0, 0.5]],
    ids: ["p17", "p17", "p23", "p31", "p40"])
  // end

  // snippet
  let values: [Float] = [1.0, 1.2, 0.9, 1.1, 5.0, 4.8]
  let large = try Dataset(
    ids: RecordIDs(["p17", "p17", "p23"]), coordinates: .float(values), dimension: 2,
    featureNames: ["height", "weight"])
  // end
  print(large.count, large.featureNames)

  // snippet
  let table = try RecordFiles.read(
    "Samples/randhie.csv",
    selecting: TableSelection(idColumn: "zper", features: ["xage", "mhi"]))
  // end
  print(table.count, table.featureNames)

  // snippet
  var model = try QuantizedKMeans.fit(data, .init(clusters: 2, seed: 7))
  // end

  // snippet
  print(model.centroids)      // at most k rows of d numbers, in the data's units where nothing is prepared
  print(model.clusterSizes)   // records in each cluster
  print(model.inertia)        // sum of squared distances
  print(model.resolved)       // what automatic settings became

  for (id, cluster) in zip(try model.records().ids, try model.labels()) {
    print(id, cluster)
  }
  // end

  // snippet
  let clusters = model.predict(try Dataset(rows: [[1.1, 1.0], [8.0, 1.0]]))
  // end
  print(clusters)

  // snippet
  let outcome = try model.delete(["p17", "p99"])
  print(outcome.recordCount)      // 2: both records of p17
  print(outcome.unknownIDs)       // [p99]
  print(outcome.isCertified)      // whether every centroid stayed where it was
  // end

  // snippet
  let refit = try QuantizedKMeans.fit(data.removing(["p17"]), model.configuration)
  print(model == refit, model.digest == refit.digest)   // true true
  // end

  // snippet
  var trial = model
  try trial.delete(["p40"])
  print(model.inertia, trial.inertia)
  // end

  // snippet
  try StoredModel.create(at: "study.model", model, ModelMetadata())

  var stored = try StoredModel.open(at: "study.model", access: .updating, threads: 4)
  try stored.withdraw(["p31"])
  print(stored.model.digest)
  // end
  print(stored.model.recordCount)
}
