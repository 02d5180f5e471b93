package io.fabula.pipelines.studies.interpret.panel;

import io.fabula.pipelines.panel.FrameStrip;
import io.fabula.pipelines.panel.SampleRows;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Gradients and maps of targets, of samples that were asked for one by one. */
final class SaliencyViews {
  private static final String SINGLE = "single";
  private static final String NO_PATH = ", without the world";

  private final SampleRows rows;
  private final List<String> targets = new ArrayList<>();
  private final Map<Integer, Map<Integer, float[]>> gradients = new HashMap<>();
  private final int steps;
  private int targetStep = -1;
  private boolean mixed;

  /**
   * @param steps of a sample
   */
  SaliencyViews(Artifact artifact, int steps) {
    this.steps = steps;
    Map<String, Integer> numbers = new LinkedHashMap<>();
    rows =
        new SampleRows(
            artifact,
            "saliency/",
            "sample_id",
            List.of(
                "sample_id",
                "variant",
                "target",
                "env_grads",
                "t",
                "target_t",
                "grad_h_ic",
                "averaged_over",
                "rescaled"),
            row -> {
              if (!row.text("variant").equals(SINGLE)) return;
              int target = numbers.computeIfAbsent(name(row), any -> numbers.size());
              add(row, target);
            });
    targets.addAll(numbers.keySet());
  }

  private static String name(Row row) {
    return row.text("target") + (row.flag("env_grads") ? "" : NO_PATH);
  }

  /** True derivatives, whatever was stored. */
  private void add(Row row, int target) {
    float[] gradient = row.floats("grad_h_ic");
    int t = row.integer("t");
    if (t >= steps) return;
    float scale = row.flag("rescaled") ? 1 : row.integer("averaged_over");
    float[] all =
        gradients
            .computeIfAbsent(target, any -> new HashMap<>())
            .computeIfAbsent(
                row.integer("sample_id"),
                any -> {
                  float[] none = new float[steps * gradient.length];
                  Arrays.fill(none, Float.NaN);
                  return none;
                });
    for (int c = 0; c < gradient.length; c++) all[t * gradient.length + c] = gradient[c] * scale;
    int read = row.integer("target_t");
    mixed |= targetStep >= 0 && targetStep != read;
    targetStep = read;
  }

  /** Names of the targets. */
  List<String> targets() {
    return List.copyOf(targets);
  }

  /** The step at which targets were read; -1 where it differs. */
  int targetStep() {
    return mixed ? -1 : targetStep;
  }

  /** {@code [steps, components]}, if the target was differentiated for that sample. */
  Optional<float[]> gradients(int target, int sample) {
    return Optional.ofNullable(gradients.getOrDefault(target, Map.of()).get(sample));
  }

  /** The maps of a target over a sample's frames. */
  Optional<FrameStrip> map(int target, int sample) throws IOException {
    List<byte[]> maps = new ArrayList<>();
    int side = 0;
    for (Row row : rows.rows(sample)) {
      if (!row.text("variant").equals(SINGLE) || !name(row).equals(targets.get(target))) continue;
      side = row.schema().column("map_rgb").shape().get(0);
      maps.add(row.bytes("map_rgb"));
    }
    return maps.isEmpty()
        ? Optional.empty()
        : Optional.of(FrameStrip.ofBytes(targets.get(target), maps, side));
  }
}
