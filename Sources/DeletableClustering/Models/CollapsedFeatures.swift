// Features that vary in the data and not on the lattice.

extension ModelCore {
  func collapsedFeatures() throws(DeletionError) -> [String] {
    guard settings.preparation.steps.allSatisfy(\.keepsFeatures) else { return [] }
    let data = try preparedRecords()
    let rounding = LatticeRounding(summary.unit, dimension: dimension)
    return data.columnRanges().enumerated().compactMap { column, range in
      // Rounding keeps the order, so all values between round to the same.
      let isCollapsed =
        range.lowerBound < range.upperBound
        && rounding.steps(range.lowerBound) == rounding.steps(range.upperBound)
      return isCollapsed ? featureNames[column] : nil
    }
  }
}

extension Dataset {
  /// The least and the greatest value of each feature; none if there are no records.
  func columnRanges() -> [ClosedRange<Double>] {
    guard count > 0 else { return [] }
    var ranges = vector(ofRow: 0).map { $0...$0 }
    for row in 0..<count {
      for column in 0..<dimension {
        let value = coordinates[row * dimension + column]
        if value < ranges[column].lowerBound { ranges[column] = value...ranges[column].upperBound }
        if value > ranges[column].upperBound { ranges[column] = ranges[column].lowerBound...value }
      }
    }
    return ranges
  }
}
