// Quantized k-means: a model from which records can be deleted exactly.
//
// Promise    After any deletions the state is, bit for bit, the one that a fit of the remaining records
//            gives, whatever the order of rows, the threads, the BLAS and the batches.
// Method     Greedy k-means++ by keyed races, then T rounds of Lloyd's algorithm in which each mean is
//            rounded to a lattice of random phase; the round of least exact loss is the model.
// Source     Ginart, Guan, Valiant and Zou, "Making AI Forget You: Data Deletion in Machine Learning",
//            NeurIPS 2019, arXiv:1907.05012, Algorithm 1.
// Differs    All numbers are whole, so statistics are exact; the cells shrink over the last rounds; the
//            best of all rounds is kept; phases, draws and ties are keyed. See Exactness in the documentation.

/// A k-means model that forgets records exactly, most of them without moving a centroid.
///
/// ```swift
/// let data = try RecordFiles.read("study.csv", selecting: TableSelection(idColumn: "participant"))
/// var model = try QuantizedKMeans.fit(data, .init(clusters: 8))
/// let outcome = try model.delete(["p17", "p23"])
/// print(outcome.recordCount, outcome.isCertified, model.digest)
/// ```
///
/// A fit of n records takes O(R·n·d·(k·T + L·k)) with L = 2·(2 + ⌊ln k⌋) candidates a seed. A deletion takes
/// O(R·(T + L)·k·d) for a record while no centroid moves, whatever n is; otherwise mostly less than a fit.
public struct QuantizedKMeans: DeletableModel {
  public static let method = ClusteringMethod.quantized
  /// - Precondition: One of this method; checked in release builds too.
  public var core: ModelCore {
    didSet { core.requireMethod(Self.method) }
  }

  public init(core: ModelCore) {
    core.requireMethod(Self.method)
    self.core = core
  }
}
