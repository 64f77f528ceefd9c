"""scikit-learn's k-means."""

import sklearn
from sklearn.cluster import KMeans

import engine


def fit(rows, clusters, seed, threads):
    # Threads are set by the environment in which this process was started. No tolerance: 10 rounds for all.
    model = KMeans(clusters, init="k-means++", n_init=1, max_iter=10, tol=0, random_state=seed)
    return model.fit(rows).cluster_centers_


if __name__ == "__main__":
    engine.serve("scikit-learn", sklearn.__version__, fit)
