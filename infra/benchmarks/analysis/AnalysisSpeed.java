import io.fabula.analysis.Matrix;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.envs.random.RandomStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Processor seconds of the analyses on mixed sources, one thread, median after one run to warm up.
 * Writes the data for the reference, and lines {@code name,seconds,quality}.
 *
 * <p>Arguments: a directory, rows, and what to measure (all where nothing is named).
 */
public final class AnalysisSpeed {
  private static final int COLUMNS = 64;
  private static Set<String> wanted;

  private AnalysisSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Path directory = Path.of(arguments[0]);
    int rows = Integer.parseInt(arguments[1]);
    wanted = Set.of(Arrays.copyOfRange(arguments, 2, arguments.length));
    Matrix data = data(rows);
    write(directory.resolve("data.bin"), data);
    PrincipalComponents.Options all = new PrincipalComponents.Options(COLUMNS);
    PrincipalComponents principal = PrincipalComponents.fit(data, all);
    Matrix scores = principal.project(data);
    measure("pca", 7, () -> PrincipalComponents.fit(data, all), fit -> fit.variance()[0]);
    measure(
        "pca_project", 7, () -> PrincipalComponents.fit(data, all).project(data), m -> m.get(0, 0));
    Matrix white = whitened(scores, 16);
    write(directory.resolve("white.bin"), white);
    measure(
        "ica",
        3,
        () -> IndependentComponents.fit(white, new IndependentComponents.Options(1e-4, 60, 0, 1)),
        fit -> fit.objective());
    measure(
        "nmf",
        1,
        () -> NonNegativeFactors.fit(data, new NonNegativeFactors.Options(16, 1e-12, 50, 0)),
        NonNegativeFactors::error);
    measure("knn5", 3, () -> NearestNeighbours.of(scores, 5), near -> near.distance(0, 4));
    measure("knn32", 3, () -> NearestNeighbours.of(scores, 32), near -> near.distance(0, 31));
    measure(
        "outliers",
        3,
        () -> NeighbourOutliers.find(principal.project(data), NeighbourOutliers.Options.PUBLISHED),
        NeighbourOutliers::keptFraction);
    measure(
        "ward32",
        1,
        () -> WardClustering.fit(scores, new WardClustering.Options(32, 32)),
        ward -> ward.clusters());
    for (int dimensions = 2; dimensions <= 3; dimensions++) {
      Tsne.Options options = Tsne.Options.USUAL.withDimensions(dimensions);
      measure("tsne" + dimensions, 0, () -> Tsne.fit(scores, options), Tsne::divergence);
    }
  }

  private interface Quality<T> {
    double of(T result);
  }

  private static <T> void measure(String name, int runs, Supplier<T> work, Quality<T> quality) {
    if (!wanted.isEmpty() && !wanted.contains(name)) return;
    double[] seconds = new double[Math.max(1, runs)];
    T result = null;
    if (runs > 0) result = work.get();
    for (int i = 0; i < seconds.length; i++) {
      long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      result = work.get();
      seconds[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - start) / 1e9;
    }
    Arrays.sort(seconds);
    System.out.printf(
        Locale.ROOT, "%s,%.5f,%.9g%n", name, seconds[seconds.length / 2], quality.of(result));
  }

  /** Heavy-tailed, light-tailed and Gaussian sources, mixed with falling weight. */
  private static Matrix data(int rows) {
    RandomStream random = new RandomStream(7);
    Matrix mixing = new Matrix(COLUMNS, COLUMNS);
    for (int i = 0; i < mixing.values().length; i++) {
      mixing.values()[i] = random.nextGaussian() * StrictMath.exp(-0.06 * (i / COLUMNS));
    }
    Matrix sources = new Matrix(rows, COLUMNS);
    for (int i = 0; i < sources.values().length; i++) {
      double g = random.nextGaussian();
      int kind = i % COLUMNS % 3;
      sources.values()[i] =
          kind == 0 ? g * g * g : kind == 1 ? Math.signum(g) * Math.sqrt(Math.abs(g)) : g;
    }
    Matrix mixed = sources.times(mixing);
    return Standardisation.fit(mixed).apply(mixed);
  }

  private static Matrix whitened(Matrix scores, int count) {
    Matrix first = scores.firstColumns(count);
    double[] variance = first.columnVariances();
    for (int i = 0; i < first.values().length; i++) {
      first.values()[i] /= Math.sqrt(variance[i % count]);
    }
    return first;
  }

  private static void write(Path file, Matrix matrix) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 * matrix.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(matrix.values());
    Files.write(file, bytes.array());
  }
}
