// Which BLAS is in use, and on how many threads.

import DeletableClustering

// page: Sources/DeletableClustering/DeletableClustering.docc/ThreadsAndBLAS.md

func threadsAndBLAS() throws {
  // snippet
  print(LinearAlgebra.provider)      // such as "OpenBLAS 0.3.21 SkylakeX"
  print(LinearAlgebra.isSuitable)    // whether it multiplies as the exact arithmetic needs it
  // end

  let data = try Dataset(rows: (0..<100).map { [Double($0 % 8), Double($0 % 5)] })
  // snippet
  var model = try QuantizedKMeans.fit(data, .init(clusters: 8), threads: 2)
  model.threads = 1    // for later deletions
  // end
  try model.delete([RecordID("0")])
  print(model.threads, model.recordCount)
}
