// What fidelity and speed are compared with: plain k-means from k-means++ seeds.
//
// Method     `LloydKMeans` with the clusters, rounds, restarts, seeds and preparation of the methods that are compared. Its
//            seeding is greedy k-means++ over all records, which finds a lower loss than the plain one of the
//            literature: it is the harder baseline. Its means are rounded to lattice steps, less
//            than 2^(2−B) of the largest magnitude; B is 24 for up to 32 features, 20 for up to 8,192, and less for more.
// Source     Arthur and Vassilvitskii, "k-means++: The Advantages of Careful Seeding", SODA 2007.

import DeletableClustering

/// Plain k-means from k-means++ seeds, which the methods are compared with.
public enum KMeansPlusPlusBaseline {
  /// The baseline's settings for models of these settings.
  ///
  /// - Parameters:
  ///   - other: The models' settings.
  ///   - restarts: How often the baseline starts; 1 is k-means++ as it is published.
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
