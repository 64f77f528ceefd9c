"""scikit-learn's interface on Intel's oneDAL."""

from importlib.metadata import version

from sklearnex.cluster import KMeans

import engine


def fit(rows, clusters, seed, threads):
    model = KMeans(clusters, init="k-means++", n_init=1, max_iter=10, tol=0, random_state=seed)
    return model.fit(rows).cluster_centers_


if __name__ == "__main__":
    engine.serve("scikit-learn-intelex", version("scikit-learn-intelex"), fit)
