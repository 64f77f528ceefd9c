// What fidelity and speed are compared with: plain k-means from k-means++ seeds.
//
// Method     `LloydKMeans` with the clusters, rounds, restarts, seeds and preparation of the methods that are compared. Its
//            seeding is greedy k-means++ over all records, which finds a lower loss than the plain one of the
//            literature: it is the harder baseline. Its means are rounded to lattice steps, 2⁻²⁰ of the data's range or less.
// Source     Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007.

import DeletableClustering

public enum KMeansPlusPlusBaseline {
  /// The baseline's settings for models of these settings.
  ///
  /// - Parameter restarts: How often the baseline starts; 1 is k-means++ as it is published.
  public static func settings(like other: ModelSettings, restarts: Int = 1) -> ModelSettings {
    var settings = ModelSettings(.lloyd, clusters: other.clusters)
    settings.iterations = other.iterations
    settings.restarts = restarts
    settings.seedingSample = ModelSettings.everyRecord
    settings.seed = other.seed
    settings.preparation = other.preparation
    return settings
  }
}
