// The product sums of a data set.

extension ProductSums {
  /// Sums over all records, rounded to the lattice; coordinates beyond its range are held at its ends.
  init(of data: Dataset, unit: LatticeUnit, threads: Int) {
    let rounding = LatticeRounding(unit, dimension: data.dimension)
    let parts = Parallel.reduce(
      count: data.count, grain: 1024, threads: threads, worker: ProductSums(dimension: data.dimension)
    ) { part, rows in
      for row in rows {
        part.add(
          steps: data.vector(ofRow: row).map { rounding.steps($0) }, weight: data.weight(ofRow: row))
      }
    }
    self = parts[0]
    for part in parts.dropFirst() { self += part }
  }
}
