package io.fabula.pipelines.bench;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Standardisation;
import io.fabula.envs.random.RandomStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * What analyses are measured on: heavy-tailed, light-tailed and Gaussian sources, mixed with
 * falling weight and standardised.
 *
 * @param rows {@code [rows, 64]}
 * @param scores all their principal components
 * @param white the first 16 of these at variance 1
 */
record AnalysisData(Matrix rows, Matrix scores, Matrix white) {
  private static final int COLUMNS = 64;
  private static final int WHITE = 16;
  private static final int KINDS = 3;
  private static final double FALL = 0.06;
  private static final long SEED = 7;

  static AnalysisData of(int count) {
    RandomStream random = new RandomStream(SEED);
    Matrix mixing = new Matrix(COLUMNS, COLUMNS);
    for (int source = 0, at = 0; source < COLUMNS; source++) {
      double weight = StrictMath.exp(-FALL * source);
      for (int c = 0; c < COLUMNS; c++) mixing.values()[at++] = random.nextGaussian() * weight;
    }
    Matrix sources = new Matrix(count, COLUMNS);
    for (int i = 0; i < sources.values().length; i++) {
      double g = random.nextGaussian();
      int kind = i % COLUMNS % KINDS;
      sources.values()[i] =
          kind == 0 ? g * g * g : kind == 1 ? Math.signum(g) * Math.sqrt(Math.abs(g)) : g;
    }
    Matrix mixed = sources.times(mixing);
    Matrix rows = Standardisation.fit(mixed).apply(mixed);
    PrincipalComponents.Options all = new PrincipalComponents.Options(COLUMNS);
    Matrix scores = PrincipalComponents.fit(rows, all).project(rows);
    Matrix white = scores.firstColumns(WHITE);
    double[] variance = white.columnVariances();
    for (int i = 0; i < white.values().length; i++) {
      white.values()[i] /= Math.sqrt(variance[i % WHITE]);
    }
    return new AnalysisData(rows, scores, white);
  }

  /** Writes {@code data.bin} and {@code white.bin}: doubles, row by row, little end first. */
  void write(Path directory) throws IOException {
    write(directory.resolve("data.bin"), rows);
    write(directory.resolve("white.bin"), white);
  }

  private static void write(Path file, Matrix matrix) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Double.BYTES * matrix.values().length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asDoubleBuffer().put(matrix.values());
    Files.write(file, bytes.array());
  }
}
