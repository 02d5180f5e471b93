package io.fabula.pipelines.analyses.swaps;

import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.TableReader;
import java.util.ArrayList;
import java.util.List;

/** What swaps changed, read from an artifact of one of their stages. */
public final class SwapEffects {
  private SwapEffects() {}

  /**
   * What a swap changed in one measure.
   *
   * @param variant which movement goes where
   * @param measure what is measured
   * @param base mean as it is
   * @param swapped mean with the swap
   * @param difference mean of the paired differences
   * @param low lower end of its 95 % bootstrap interval
   * @param high upper end of it
   */
  public record Effect(
      String variant,
      String measure,
      double base,
      double swapped,
      double difference,
      double low,
      double high) {}

  /** All of them, swap by swap. */
  public static List<Effect> read(Artifact artifact) {
    List<Effect> effects = new ArrayList<>();
    TableReader.forEach(
        artifact.file(SwapTables.EVALUATION_PART),
        SwapTables.EVALUATION,
        row ->
            effects.add(
                new Effect(
                    row.text("variant"),
                    row.text("measure"),
                    row.number("base"),
                    row.number("swapped"),
                    row.number("difference"),
                    row.number("low"),
                    row.number("high"))));
    return effects;
  }
}
