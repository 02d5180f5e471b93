"""Processor seconds of scikit-learn on the data of AnalysisSpeed, one thread; prints the table of ratios.

Arguments: the directory with data.bin, white.bin and ours.csv; the number of rows.
"""

import sys
import time

import numpy as np
from sklearn.cluster import AgglomerativeClustering
from sklearn.decomposition import NMF, PCA, FastICA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors, kneighbors_graph

GAUSSIAN_LOG_COSH = 0.374567207491438


def seconds(runs, work):
    result = work() if runs > 1 else None
    times = []
    for _ in range(max(1, runs)):
        start = time.process_time()
        result = work()
        times.append(time.process_time() - start)
    return sorted(times)[len(times) // 2], result


def negentropy(sources):
    s = sources / sources.std(axis=0)
    contrast = np.logaddexp(s, -s).mean(axis=0) - np.log(2) - GAUSSIAN_LOG_COSH
    return float((contrast**2).sum())


def ica(white):
    model = FastICA(16, algorithm="parallel", whiten=False, tol=1e-300, max_iter=60, random_state=0)
    return model.fit_transform(white)


def main():
    directory, rows = sys.argv[1], int(sys.argv[2])
    data = np.fromfile(directory + "/data.bin").reshape(rows, -1)
    white = np.fromfile(directory + "/white.bin").reshape(rows, -1)
    scores = PCA(svd_solver="covariance_eigh").fit_transform(data)
    near = lambda k: NearestNeighbors(n_neighbors=k, algorithm="brute").fit(scores).kneighbors()
    nmf = NMF(16, init="random", max_iter=50, tol=1e-300, random_state=0)

    def ward():
        graph = kneighbors_graph(scores, 32)
        return AgglomerativeClustering(32, connectivity=graph).fit(scores)

    def tsne(dimensions):
        model = TSNE(dimensions, init="pca", random_state=0)
        model.fit_transform(scores)
        return model

    works = {
        "pca": (7, lambda: PCA(svd_solver="covariance_eigh").fit(data), lambda m: m.explained_variance_[0]),
        "pca_project": (7, lambda: PCA(svd_solver="covariance_eigh").fit(data).transform(data), lambda m: 0),
        "ica": (3, lambda: ica(white), negentropy),
        "nmf": (1, lambda: nmf.fit(data - data.min(axis=0)), lambda m: m.reconstruction_err_),
        "knn5": (3, lambda: near(5), lambda m: m[0][0, 4]),
        "knn32": (3, lambda: near(32), lambda m: m[0][0, 31]),
        "outliers": (3, lambda: near(5), lambda m: 0),
        "ward32": (1, ward, lambda m: m.n_clusters_),
        "tsne2": (1, lambda: tsne(2), lambda m: m.kl_divergence_),
        "tsne3": (1, lambda: tsne(3), lambda m: m.kl_divergence_),
    }
    print("| analysis | ours, s | scikit-learn, s | ratio (above 1: ours faster) | ours, result | scikit-learn, result |")
    print("|---|---|---|---|---|---|")
    for line in open(directory + "/ours.csv"):
        name, ours, result = line.strip().split(",")
        runs, work, quality = works[name]
        theirs, value = seconds(runs, work)
        ratio = theirs / float(ours)
        print(f"| {name} | {float(ours):.4f} | {theirs:.4f} | {ratio:.2f} | {float(result):.6g} | {quality(value):.6g} |")


main()
