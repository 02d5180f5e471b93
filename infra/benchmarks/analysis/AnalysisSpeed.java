import io.fabula.analysis.Matrix;
import io.fabula.analysis.clustering.KMeans;
import io.fabula.analysis.clustering.WardClustering;
import io.fabula.analysis.decomposition.IndependentComponents;
import io.fabula.analysis.decomposition.NeighbourOutliers;
import io.fabula.analysis.decomposition.NonNegativeFactors;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.analysis.neighbours.NearestNeighbours;
import io.fabula.envs.random.RandomStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * The analyses on mixed sources, one thread, at the word of {@code reference.py}: writes the data,
 * then answers each line {@code name} by {@code seconds quality}, processor seconds of one run and
 * what it found.
 *
 * <p>Arguments: a directory and the number of rows.
 */
public final class AnalysisSpeed {
  private static final int COLUMNS = 64;

  private AnalysisSpeed() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, DoubleSupplier> works =
        works(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    System.out.println("ready");
    BufferedReader lines =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String name = lines.readLine(); name != null; name = lines.readLine()) {
      DoubleSupplier work = works.get(name);
      long start = cpu();
      double quality = work.getAsDouble();
      System.out.printf(Locale.ROOT, "%.6f %.12g%n", (cpu() - start) / 1e9, quality);
      System.out.flush();
    }
  }

  private static long cpu() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private static Map<String, DoubleSupplier> works(Path directory, int rows) throws IOException {
    Matrix data = data(rows);
    PrincipalComponents.Options all = new PrincipalComponents.Options(COLUMNS);
    PrincipalComponents principal = PrincipalComponents.fit(data, all);
    Matrix scores = principal.project(data);
    Matrix white = whitened(scores, 16);
    write(directory.resolve("data.bin"), data);
    write(directory.resolve("white.bin"), white);
    Map<String, DoubleSupplier> works = new HashMap<>();
    works.put("pca", () -> PrincipalComponents.fit(data, all).variance()[0]);
    works.put(
        "pca_project", () -> Math.abs(PrincipalComponents.fit(data, all).project(data).get(0, 0)));
    works.put(
        "ica",
        () ->
            IndependentComponents.fit(white, new IndependentComponents.Options(1e-4, 60, 0, 1))
                .objective());
    works.put(
        "nmf",
        () ->
            NonNegativeFactors.fit(data, new NonNegativeFactors.Options(16, 1e-12, 50, 0)).error());
    works.put("knn5", () -> mean(NearestNeighbours.of(scores, 5)));
    works.put("knn32", () -> mean(NearestNeighbours.of(scores, 32)));
    works.put(
        "outliers",
        () -> NeighbourOutliers.find(data, NeighbourOutliers.Options.PUBLISHED).keptFraction());
    works.put(
        "ward32",
        () -> WardClustering.fit(scores, new WardClustering.Options(32, 32)).withinSquares());
    works.put(
        "kmeans", () -> KMeans.fit(scores, new KMeans.Options(32, 1, 100, 0)).withinSquares());
    for (int dimensions = 2; dimensions <= 3; dimensions++) {
      Tsne.Options options = Tsne.Options.USUAL.withDimensions(dimensions);
      works.put("tsne" + dimensions, () -> Tsne.fit(scores, options).divergence());
    }
    return works;
  }

  private static double mean(NearestNeighbours near) {
    double sum = 0;
    for (double each : near.distance()) sum += each;
    return sum / near.distance().length;
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
