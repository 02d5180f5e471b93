package io.fabula.pipelines.panel;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.UsageProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The format of the published panel: {@code panel_data.json} with the samples' actions, components
 * and gradients, {@code extrema.json} with the samples of extreme components, and for each sample a
 * directory with a PNG of its frames side by side for each kind: {@code obs}, {@code sal_action},
 * {@code sal_value}, {@code sal_hx_direction_<d>}.
 */
public final class OriginalFormat {
  static final String DATA = "panel_data.json";
  static final String EXTREMA = "extrema.json";
  static final String OBSERVATIONS = "obs";
  static final String SALIENCY = "sal_";
  static final int BASE_POINTS = 3000;

  private static final Pattern DIRECTION =
      Pattern.compile("hx_direction_([0-9]+)(?:_(?:ica|pca))?");
  private static final Pattern GRADIENT = Pattern.compile("grad_hx_(.+)_loadings");
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private OriginalFormat() {}

  /** What that format calls a target; empty if it does not know it. */
  static Optional<String> kind(String target) {
    if (target.equals("value") || target.equals("action")) return Optional.of(target);
    Matcher direction = DIRECTION.matcher(target);
    return direction.matches()
        ? Optional.of("hx_direction_" + direction.group(1))
        : Optional.empty();
  }

  /** A name that this format gives to a target, as a name of ours. */
  static String target(String kind) {
    return kind.startsWith("hx_direction_") ? kind + "_ica" : kind;
  }

  /** What a field of a sample is the gradient of; empty if it is something else. */
  static Optional<String> gradient(String field) {
    Matcher gradient = GRADIENT.matcher(field);
    return gradient.matches() ? Optional.of(gradient.group(1)) : Optional.empty();
  }

  /**
   * Writes a view.
   *
   * @param directory empty or missing, or holding such an export, which is replaced
   * @param samples how many samples are written
   * @return the file with the numbers
   * @throws UsageProblem if the directory holds something else
   */
  public static Path write(PanelView view, Path directory, int samples) throws IOException {
    if (samples < 1) throw new UsageProblem("--samples must be at least 1, got " + samples);
    PanelExport.requireReplaceable(directory, DATA);
    FirstSamples first = new FirstSamples(view, samples);
    for (int i = 0; i < first.index().samples().size(); i++) strips(first, i, directory);
    writeText(directory.resolve(EXTREMA), Json.line(extrema(Extrema.of(view), first.index())));
    return writeText(directory.resolve(DATA), Json.line(data(first)));
  }

  private static Path writeText(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    AtomicFile.write(file, text.getBytes(StandardCharsets.UTF_8));
    return file;
  }

  private static void strips(PanelView view, int sample, Path directory) throws IOException {
    PanelIndex index = view.index();
    Path place = directory.resolve(index.samples().get(sample));
    Files.createDirectories(place);
    List<FrameStrip> frames = view.sample(sample).frames();
    if (!frames.isEmpty()) {
      AtomicFile.write(place.resolve(OBSERVATIONS + ".png"), frames.get(0).png());
    }
    for (int t = 0; t < index.targets().size(); t++) {
      Optional<String> kind = kind(index.targets().get(t));
      Optional<FrameStrip> map = view.map(sample, t);
      if (kind.isPresent() && map.isPresent()) {
        AtomicFile.write(place.resolve(SALIENCY + kind.get() + ".png"), map.get().png());
      }
    }
  }

  private static ObjectNode data(PanelView view) throws IOException {
    PanelIndex index = view.index();
    int k = index.components().size();
    ObjectNode data = JSON.objectNode();
    float[] all = view.loadings(0, index.samples().size());
    float[] base = PanelPoints.floats(index.base());
    data.set("base_hx_loadings", rows(base, 0, Math.min(BASE_POINTS, base.length / k), k));
    ObjectNode samples = data.putObject("samples");
    int size = index.steps() * k;
    for (int i = 0; i < index.samples().size(); i++) {
      ObjectNode sample = samples.putObject(index.samples().get(i));
      int length = index.lengths().get(i);
      sample.put("saliency_step", index.targetStep());
      ArrayNode actions = sample.putArray("actions");
      for (int each : chosen(view.sample(i))) actions.add(each);
      sample.set("hx_loadings", rows(all, i * size, length, k));
      for (int t = 0; t < index.targets().size(); t++) {
        Optional<String> kind = kind(index.targets().get(t));
        float[] own = view.gradients(t, i, 1);
        if (kind.isEmpty() || Float.isNaN(own[0])) continue;
        sample.set("grad_hx_" + kind.get() + "_loadings", rows(own, 0, length, k));
      }
    }
    ObjectNode clusters = data.putObject("clusters");
    for (PanelIndex.Group group : index.groups()) {
      ArrayNode own = clusters.putArray(group.id().replaceAll("[^0-9]", ""));
      for (int each : group.samples()) own.add(index.samples().get(each));
    }
    return data;
  }

  private static List<Integer> chosen(SampleDetail detail) {
    return detail.bars().isEmpty() ? List.of() : detail.bars().get(0).chosen();
  }

  private static ArrayNode rows(float[] values, int from, int count, int k) {
    ArrayNode rows = JSON.arrayNode();
    for (int i = 0; i < count; i++) {
      ArrayNode row = rows.addArray();
      for (int c = 0; c < k; c++) row.add(values[from + i * k + c]);
    }
    return rows;
  }

  private static ObjectNode extrema(Extrema all, PanelIndex index) {
    ObjectNode extrema = JSON.objectNode();
    all.byIndex()
        .forEach(
            (when, kinds) -> {
              ObjectNode node = extrema.putObject(when);
              kinds.forEach(
                  (kind, components) -> {
                    ObjectNode own = node.putObject(kind);
                    for (int c = 0; c < components.size(); c++) {
                      ArrayNode names = own.putArray(Integer.toString(c));
                      for (int each : components.get(c)) {
                        if (each < index.samples().size()) names.add(index.samples().get(each));
                      }
                    }
                  });
            });
    return extrema;
  }
}
