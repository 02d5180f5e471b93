"""The analyses beside scikit-learn: first the same results, then the time, one thread, in turns.

Arguments: the directory for the data, the number of rows, the names of what to measure, "--" and the
command of AnalysisSpeed.
"""

import subprocess
import sys
import time
import warnings

import numpy as np
from sklearn.cluster import AgglomerativeClustering, KMeans
from sklearn.decomposition import NMF, PCA, FastICA
from sklearn.manifold import TSNE
from sklearn.neighbors import NearestNeighbors, kneighbors_graph

GAUSSIAN_LOG_COSH = 0.374567207491438
WARM_UP = 3.0  # processor seconds, for Java's compiler
TURNS = 7
LONG = 5.0  # processor seconds from which once is enough


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
    """Name to work, and by how much results may differ: exact ones by rounding, fits by 2 percent."""
    data = np.fromfile(directory + "/data.bin").reshape(rows, -1)
    white = np.fromfile(directory + "/white.bin").reshape(rows, -1)
    pca = lambda: PCA(svd_solver="covariance_eigh").fit(data)
    scores = pca().transform(data)
    near = lambda k: float(NearestNeighbors(n_neighbors=k, algorithm="brute").fit(scores).kneighbors()[0].mean())
    nmf = lambda: NMF(16, init="random", max_iter=50, tol=1e-300, random_state=0).fit(data - data.min(axis=0))
    tsne = lambda d: float(TSNE(d, init="pca", random_state=0).fit(scores).kl_divergence_)
    kmeans = lambda: float(KMeans(32, n_init=1, max_iter=100, tol=0, random_state=0).fit(scores).inertia_)
    return {
        "pca": (lambda: float(pca().explained_variance_[0]), 1e-9),
        "pca_project": (lambda: abs(float(pca().transform(data)[0, 0])), 1e-9),
        "ica": (lambda: ica(white), 0.02),
        "nmf": (lambda: float(nmf().reconstruction_err_), 0.02),
        "knn5": (lambda: near(5), 1e-6),
        "knn32": (lambda: near(32), 1e-6),
        "outliers": (lambda: outliers(data), 1e-9),
        "ward32": (lambda: ward(scores), 1e-6),
        "kmeans": (kmeans, 0.02),
        "tsne2": (lambda: tsne(2), 0.02),
        "tsne3": (lambda: tsne(3), 0.05),
    }


class Ours:
    def __init__(self, command):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.process.stdout.readline()

    def run(self, name):
        self.process.stdin.write(name + "\n")
        self.process.stdin.flush()
        seconds, quality = self.process.stdout.readline().split()
        return float(seconds), float(quality)


def timed(work):
    start = time.process_time()
    quality = work()
    return time.process_time() - start, quality


def middle(times):
    ordered = sorted(times)
    return ordered[len(ordered) // 2]


def row(name, ours, theirs, tolerance):
    spent, quality = ours.run(name)
    _, expected = timed(theirs)
    if not abs(quality - expected) <= tolerance * abs(expected) and not (tolerance >= 0.02 and better(name, quality, expected)):
        sys.exit(f"{name}: ours found {quality}, scikit-learn {expected}: not the same, so nothing is timed")
    long = spent > LONG
    while not long and spent < WARM_UP:
        spent += ours.run(name)[0]
    pairs = [(ours.run(name)[0], timed(theirs)[0]) for _ in range(1 if long else TURNS)]
    own, other = [p[0] for p in pairs], [p[1] for p in pairs]
    print(
        f"| {name} | {middle(own):.4f} ({min(own):.4f}-{max(own):.4f}) | {middle(other):.4f} ({min(other):.4f}-{max(other):.4f})"
        f" | {middle(other) / middle(own):.2f} | {quality:.6g}, {expected:.6g} |",
        flush=True,
    )


def better(name, ours, theirs):
    """A fit may be better by more than the tolerance: a larger negentropy, a smaller error."""
    return ours > theirs if name == "ica" else ours < theirs


def main():
    split = sys.argv.index("--")
    directory, rows, names = sys.argv[1], int(sys.argv[2]), sys.argv[3:split]
    warnings.filterwarnings("ignore")
    ours = Ours(sys.argv[split + 1 :])
    known = works(directory, rows)
    print("| analysis | ours, s | scikit-learn, s | ratio (above 1: ours faster) | results |")
    print("|---|---|---|---|---|")
    for name in names or known:
        row(name, ours, *known[name])
    ours.process.stdin.close()
    ours.process.wait()


main()
