// A study from its table to a model that can be shown to have forgotten.
//
// Run it in the folder of the project. It makes the folder `study.model`, which must not exist.
// The guide AnalysingAStudy explains it; a test compares the two word for word, runs this and looks at what it prints.

import DeletableClustering
import ModelStore
import RecordFiles

// page: Sources/DeletableClustering/DeletableClustering.docc/AnalysingAStudy.md

// snippet
let selection = TableSelection(idColumn: "zper")
let data = try RecordFiles.read("Samples/randhie.csv", selecting: selection)
print("\(data.count) records of \(data.participantCount) participants, \(data.dimension) features")
// end

// snippet
func fitted(clusters: Int) throws -> QuantizedKMeans {
  try .fit(data, .init(clusters: clusters, restarts: 4, preparation: [.standardize]))
}

for clusters in 2...8 {
  let model = try fitted(clusters: clusters)
  print(clusters, "clusters: loss", model.inertia.rounded())
}
// end

// snippet
let model = try fitted(clusters: 7)
let clusters = try model.clustersInDataUnits()
for (size, centroid) in zip(model.clusterSizes, clusters.centroids) {
  let named = zip(model.featureNames, centroid).map { name, value in "\(name) \(value.rounded())" }
  print(size, "records:", named.joined(separator: ", "))
}
// end

// snippet
try StoredModel.create(at: "study.model", model, ModelMetadata(idColumn: "zper"), replacing: true)
// end

// snippet
let withdrawn = try WithdrawalList.read("Samples/wRAND_20261101.csv")
do {
  var stored = try StoredModel.open(at: "study.model", access: .updating)
  let outcome = try stored.withdraw(withdrawn)
  print(outcome.withdrawnCount, "people left with", outcome.recordCount, "records")
  print(outcome.unknownIDs.count, "ids are unknown; centres stayed:", outcome.isCertified)
}
// end

// snippet
let stored = try StoredModel.open(at: "study.model", access: .reading)
let refit = try QuantizedKMeans.fit(data.removing(withdrawn), model.configuration)
print("Equal to a fit without them:", stored.model.digest == refit.digest)
// end

// snippet
for check in try stored.audit() {
  print(check.isPassed ? "passed" : "FAILED", check.name)
}
// end
