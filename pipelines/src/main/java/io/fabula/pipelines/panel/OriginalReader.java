package io.fabula.pipelines.panel;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Picture;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Opens an export of the published panel, or one that we wrote in its format. Frames are one PNG
 * for a kind, or, as older exports have them, a directory with one PNG for each step.
 */
public final class OriginalReader {
  private static final double RANGE = 6;
  private static final int START_STEP = 4;
  private static final String ADVICE = "export it again";

  private final Path directory;
  private final PanelIndex index;
  private final HeldView view;
  private final Map<String, List<Integer>> actions = new LinkedHashMap<>();
  private int components;

  /**
   * Reads an export.
   *
   * @throws DataProblem if its numbers cannot be read or do not fit each other
   */
  public static PanelView open(Path directory) {
    return new OriginalReader(directory).view;
  }

  private OriginalReader(Path directory) {
    this.directory = directory;
    Path file = directory.resolve(OriginalFormat.DATA);
    JsonNode data = read(file);
    List<String> names = new ArrayList<>();
    List<Integer> lengths = new ArrayList<>();
    List<float[]> rows = new ArrayList<>();
    List<String> kinds = new ArrayList<>();
    int saliencyStep = -1;
    for (Map.Entry<String, JsonNode> each : data.path("samples").properties()) {
      if (!each.getKey().matches("[A-Za-z0-9_-]{1,64}")) {
        throw bad(file, "a sample must be named by letters, digits, dashes and underscores");
      }
      names.add(each.getKey());
      List<float[]> own = rows(file, each.getValue().path("hx_loadings"));
      if (own.isEmpty()) throw bad(file, each.getKey() + " has no steps");
      lengths.add(own.size());
      rows.addAll(own);
      List<Integer> done = new ArrayList<>();
      for (JsonNode action : each.getValue().path("actions")) done.add(action.asInt());
      actions.put(each.getKey(), done);
      saliencyStep = each.getValue().path("saliency_step").asInt(-1);
      for (Map.Entry<String, JsonNode> field : each.getValue().properties()) {
        OriginalFormat.gradient(field.getKey())
            .filter(kind -> !kinds.contains(kind))
            .ifPresent(kinds::add);
      }
    }
    if (names.isEmpty()) throw bad(file, "it has no samples");
    int steps = lengths.stream().mapToInt(Integer::intValue).max().orElseThrow();
    List<float[]> gradients = new ArrayList<>();
    for (String kind : kinds) gradients.add(gradients(file, data, kind, names, lengths, steps));
    index =
        new PanelIndex(
            "An export of the published panel",
            "original",
            String.valueOf(directory.toAbsolutePath().normalize().getFileName()),
            new PanelIndex.Words(
                "Sample",
                "Components of the agent's memory",
                "Cluster",
                "Agent observation",
                "Gradient of the target",
                PanelIndex.Words.RAISES,
                "Saliency map"),
            steps,
            Math.min(START_STEP, steps - 1),
            saliencyStep,
            componentNames(),
            RANGE,
            kinds.stream().map(OriginalFormat::target).toList(),
            names,
            lengths,
            groups(data, names),
            HeldView.base(base(file, data, rows), OriginalFormat.BASE_POINTS),
            List.of(),
            List.of(),
            true);
    view =
        new HeldView(
            index, HeldView.padded(rows, lengths, steps), gradients, this::detail, this::map);
  }

  /** Whether a directory holds such an export. */
  public static boolean isOne(Path directory) {
    return Files.isRegularFile(directory.resolve(OriginalFormat.DATA));
  }

  private static JsonNode read(Path file) {
    try {
      return Json.read(Files.readAllBytes(file), JsonNode.class);
    } catch (IOException e) {
      throw bad(file, "it cannot be read: " + Json.reason(e));
    }
  }

  private static DataProblem bad(Object file, String finding) {
    return new DataProblem(file, finding, ADVICE);
  }

  private List<String> componentNames() {
    List<String> names = new ArrayList<>();
    for (int c = 0; c < components; c++) names.add("IC" + c);
    return names;
  }

  private List<float[]> rows(Path file, JsonNode node) {
    List<float[]> rows = new ArrayList<>();
    for (JsonNode each : node) {
      if (components == 0) components = each.size();
      if (each.size() != components || components == 0) {
        throw bad(file, "a row must have %d numbers, found %d".formatted(components, each.size()));
      }
      float[] row = new float[components];
      for (int c = 0; c < components; c++) {
        if (!each.get(c).isNumber()) throw bad(file, "expected a number, found " + each.get(c));
        row[c] = (float) each.get(c).asDouble();
      }
      rows.add(row);
    }
    return rows;
  }

  private List<float[]> base(Path file, JsonNode data, List<float[]> samples) {
    List<float[]> base = rows(file, data.path("base_hx_loadings"));
    return base.isEmpty() ? samples : base;
  }

  private float[] gradients(
      Path file, JsonNode data, String kind, List<String> names, List<Integer> lengths, int steps) {
    float[] values = new float[names.size() * steps * components];
    Arrays.fill(values, Float.NaN);
    for (int i = 0; i < names.size(); i++) {
      JsonNode own = data.path("samples").path(names.get(i)).path("grad_hx_" + kind + "_loadings");
      if (own.isMissingNode()) continue;
      List<float[]> rows = rows(file, own);
      if (rows.size() != lengths.get(i)) {
        throw bad(
            file,
            "%s has %d steps and %d gradients of %s"
                .formatted(names.get(i), lengths.get(i), rows.size(), kind));
      }
      for (int t = 0; t < rows.size(); t++) {
        System.arraycopy(rows.get(t), 0, values, (i * steps + t) * components, components);
      }
    }
    return values;
  }

  private static List<PanelIndex.Group> groups(JsonNode data, List<String> names) {
    List<PanelIndex.Group> groups = new ArrayList<>();
    for (Map.Entry<String, JsonNode> each : data.path("clusters").properties()) {
      List<Integer> own = new ArrayList<>();
      for (JsonNode name : each.getValue()) {
        int place = names.indexOf(name.asText());
        if (place >= 0) own.add(place);
      }
      if (!own.isEmpty()) {
        groups.add(
            new PanelIndex.Group(
                "behaviour-" + each.getKey().replaceAll("[^0-9]", ""),
                "Cluster " + each.getKey(),
                own));
      }
    }
    return groups;
  }

  private SampleDetail detail(int sample) throws IOException {
    String name = index.samples().get(sample);
    List<Integer> done = actions.getOrDefault(name, List.of());
    return new SampleDetail(
        List.of(),
        strip(name, OriginalFormat.OBSERVATIONS, index.lengths().get(sample)).stream().toList(),
        done.stream().map(each -> "action " + each).toList(),
        List.of(),
        List.of(),
        List.of());
  }

  private Optional<FrameStrip> strip(String sample, String kind, int length) throws IOException {
    Path place = directory.resolve(sample);
    Path whole = place.resolve(kind + ".png");
    if (Files.isRegularFile(whole)) {
      return Optional.of(FrameStrip.ofPng(kind, Files.readAllBytes(whole), length));
    }
    if (!Files.isDirectory(place.resolve(kind))) return Optional.empty();
    List<Picture> frames = new ArrayList<>();
    for (int t = 0; t < length; t++) {
      BufferedImage frame = ImageIO.read(place.resolve(kind).resolve(t + ".png").toFile());
      if (frame == null) {
        throw bad(place.resolve(kind), "frame %d is no picture that can be read".formatted(t));
      }
      frames.add(Picture.of(frame));
    }
    return Optional.of(FrameStrip.of(kind, frames));
  }

  private Optional<FrameStrip> map(int sample, int target) throws IOException {
    String kind = OriginalFormat.kind(index.targets().get(target)).orElse("");
    return strip(
        index.samples().get(sample), OriginalFormat.SALIENCY + kind, index.lengths().get(sample));
  }
}
