"""The analyses in scikit-learn, one thread: answers one line of JSON with another, which is how ``fabula bench analysis``
lets the two sides alternate:

    {"directory": D, "rows": N}   reads the data that the other side wrote
    {"analysis": NAME}            does it once, answers processor seconds and what it found
"""

import json
import sys
import time
import warnings

try:
    import numpy as np
    import sklearn
    from sklearn.cluster import AgglomerativeClustering, KMeans
    from sklearn.decomposition import NMF, PCA, FastICA
    from sklearn.manifold import TSNE
    from sklearn.neighbors import NearestNeighbors, kneighbors_graph
except ImportError as problem:
    print(json.dumps({"problem": f"{sys.executable} cannot import scikit-learn ({problem})"}))
    sys.exit(0)

GAUSSIAN_LOG_COSH = 0.374567207491438


def negentropy(sources):
    s = sources / sources.std(axis=0)
    contrast = np.logaddexp(s, -s).mean(axis=0) - np.log(2) - GAUSSIAN_LOG_COSH
    return float((contrast**2).sum())


def ica(white):
    model = FastICA(16, algorithm="parallel", whiten=False, tol=1e-300, max_iter=60, random_state=0)
    return negentropy(model.fit_transform(white))


def outliers(data):
    distance, _ = NearestNeighbors(n_neighbors=5, algorithm="brute").fit(data).kneighbors()
    median = np.median(distance, axis=1)
    return float((median < median.mean() + 2 * median.std()).mean())


def ward(scores):
    graph = kneighbors_graph(scores, 32)
    labels = AgglomerativeClustering(32, connectivity=graph).fit(scores).labels_
    return sum(float(((scores[labels == c] - scores[labels == c].mean(axis=0)) ** 2).sum()) for c in range(32))


def works(directory, rows):
    """Name to work, which answers what it found; how much that may differ is the other side's to say."""
    data = np.fromfile(directory + "/data.bin").reshape(rows, -1)
    white = np.fromfile(directory + "/white.bin").reshape(rows, -1)
    pca = lambda: PCA(svd_solver="covariance_eigh").fit(data)
    scores = pca().transform(data)
    near = lambda k: float(NearestNeighbors(n_neighbors=k, algorithm="brute").fit(scores).kneighbors()[0].mean())
    nmf = lambda: NMF(16, init="random", max_iter=50, tol=1e-300, random_state=0).fit(data - data.min(axis=0))
    tsne = lambda d: float(TSNE(d, init="pca", random_state=0).fit(scores).kl_divergence_)
    kmeans = lambda: float(KMeans(32, n_init=1, max_iter=100, tol=0, random_state=0).fit(scores).inertia_)
    return {
        "pca": lambda: float(pca().explained_variance_[0]),
        "pca_project": lambda: abs(float(pca().transform(data)[0, 0])),
        "ica": lambda: ica(white),
        "nmf": lambda: float(nmf().reconstruction_err_),
        "knn5": lambda: near(5),
        "knn32": lambda: near(32),
        "outliers": lambda: outliers(data),
        "ward32": lambda: ward(scores),
        "kmeans": kmeans,
        "tsne2": lambda: tsne(2),
        "tsne3": lambda: tsne(3),
    }


def done(work):
    start = time.process_time()
    found = work()
    return {"seconds": time.process_time() - start, "found": found}


def serve():
    warnings.filterwarnings("ignore")
    print(json.dumps({"sklearn": sklearn.__version__, "numpy": np.__version__}), flush=True)
    known = {}
    for line in sys.stdin:
        request = json.loads(line)
        try:
            if "directory" in request:
                known = works(request["directory"], request["rows"])
                answer = {"analyses": sorted(known)}
            else:
                answer = done(known[request["analysis"]])
        except Exception as problem:  # the asker prints it and goes on
            answer = {"problem": f"{type(problem).__name__}: {problem}"}
        print(json.dumps(answer), flush=True)


serve()
