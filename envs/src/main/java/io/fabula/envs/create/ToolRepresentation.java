package io.fabula.envs.create;

/**
 * The feature vector of each entry of the catalogue, as an agent sees it.
 *
 * <p>The parametric form is the type as one of 24 and the 12 features, standardised over all
 * entries. The learned form of the publication is an embedding for tools, and one of six for the
 * entry that does nothing and the activators.
 */
public final class ToolRepresentation {
  private static final int TYPES = Family.TYPES.size();

  private static final ToolRepresentation PUBLISHED = parametric(ToolCatalogue.published());

  private final int size;
  private final float[][] rows;

  private ToolRepresentation(int size, float[][] rows) {
    this.size = size;
    this.rows = rows;
  }

  /** The parametric form for the published catalogue. */
  public static ToolRepresentation published() {
    return PUBLISHED;
  }

  /** Type and standardised features, 36 numbers. */
  public static ToolRepresentation parametric(ToolCatalogue catalogue) {
    double[][] features = new double[catalogue.size()][];
    for (int id = 0; id < features.length; id++) features[id] = catalogue.tool(id).features();
    float[][] rows = new float[features.length][TYPES + Tool.FEATURES];
    for (int k = 0; k < Tool.FEATURES; k++) {
      double mean = 0;
      for (double[] each : features) mean += each[k] / features.length;
      double variance = 0;
      for (double[] each : features) {
        variance += (each[k] - mean) * (each[k] - mean) / features.length;
      }
      for (int id = 0; id < rows.length; id++) {
        rows[id][TYPES + k] = (float) ((features[id][k] - mean) / Math.sqrt(variance));
      }
    }
    for (int id = 0; id < rows.length; id++) {
      rows[id][Family.TYPES.indexOf(catalogue.tool(id).family())] = 1;
    }
    return new ToolRepresentation(TYPES + Tool.FEATURES, rows);
  }

  /**
   * Embeddings for tools, one of six for the rest, as published.
   *
   * @param embeddings {@code [tools, width]}, in the order of the ids, for all entries before the
   *     one that does nothing
   * @throws IllegalArgumentException if there are more or fewer, or they differ in width
   */
  public static ToolRepresentation learned(ToolCatalogue catalogue, float[][] embeddings) {
    int tools = catalogue.noOp();
    if (embeddings.length != tools) {
      throw new IllegalArgumentException(
          "expected " + tools + " embeddings, got " + embeddings.length);
    }
    int width = embeddings[0].length;
    float[][] rows = new float[catalogue.size()][width + catalogue.size() - tools];
    for (int id = 0; id < rows.length; id++) {
      if (id >= tools) {
        rows[id][width + id - tools] = 1;
      } else if (embeddings[id].length == width) {
        System.arraycopy(embeddings[id], 0, rows[id], 0, width);
      } else {
        throw new IllegalArgumentException("embeddings must have equal widths, tool " + id);
      }
    }
    return new ToolRepresentation(rows[0].length, rows);
  }

  /** Numbers per entry. */
  public int size() {
    return size;
  }

  /** The rows of some entries, {@code [ids.length, size]} row by row. */
  public float[] rows(int[] ids) {
    float[] all = new float[ids.length * size];
    for (int i = 0; i < ids.length; i++) System.arraycopy(rows[ids[i]], 0, all, i * size, size);
    return all;
  }
}
