// A preparation that is part of the model.

import DeletableClustering

// page: Sources/DeletableClustering/DeletableClustering.docc/PreparingRecords.md

func preparingRecords() throws {
  // 200 records of 12 features on different scales, none of which is a function of the others.
  let rows: [[Double]] = (0..<200).map { row in
    (0..<12).map { (column: Int) -> Double in
      let step = row * (7 * column + 3) % (29 + 2 * column)
      return Double(step * (column + 1))
    }
  }
  let data = try Dataset(rows: rows, ids: (0..<200).map { RecordID("p\($0)") })

  // snippet
  let configuration = QuantizedKMeans.Configuration(
    clusters: 8, preparation: [.fillMissing, .standardize, .principalComponents(10)])
  var model = try QuantizedKMeans.fit(data, configuration)
  let outcome = try model.delete(["p17"])
  print(outcome.changedStep as Any)           // the first step that learnt otherwise, if any did
  print(try model.clustersInDataUnits().centroids[0])
  // end
  print(model.recordCount, model.centroids[0].count)
}
