"""faiss's k-means."""

import faiss

import engine


def fit(rows, clusters, seed, threads):
    faiss.omp_set_num_threads(threads)
    parameters = faiss.ClusteringParameters()
    parameters.niter = 10
    parameters.nredo = 1
    parameters.seed = seed + 1
    parameters.init_method = faiss.ClusteringInitMethod_KMEANS_PLUS_PLUS
    # All points are used; by default faiss draws 256 for each cluster.
    parameters.max_points_per_centroid = len(rows)
    parameters.min_points_per_centroid = 1
    clustering = faiss.Clustering(rows.shape[1], clusters, parameters)
    clustering.train(rows, faiss.IndexFlatL2(rows.shape[1]))
    return faiss.vector_to_array(clustering.centroids).reshape(clusters, rows.shape[1])


if __name__ == "__main__":
    engine.serve("faiss", faiss.__version__, fit)
