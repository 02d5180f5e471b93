package io.fabula.pipelines.panel;

import io.fabula.pipelines.json.Json;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A view's data as classic scripts that hand it over, so that a page finds it from a server and
 * from a folder alike. Numbers of many samples are pages of little-endian float32 in base64.
 */
final class PanelData {
  /** Samples whose numbers are in one file. */
  static final int PAGE = 500;

  private static final Pattern NAME =
      Pattern.compile(
          "data/(index|loadings|gradients|sample|map|extrema)"
              + "(?:-([0-9]{1,7}))?(?:-([0-9]{1,7}))?\\.js");

  private final PanelView view;

  PanelData(PanelView view) {
    this.view = view;
  }

  /** The file of that name, if a panel has it. */
  Optional<PanelContent> find(String path) throws IOException {
    Matcher name = NAME.matcher(path);
    if (!name.matches()) return Optional.empty();
    int first = number(name.group(2));
    int second = number(name.group(3));
    PanelIndex index = view.index();
    Optional<Object> value =
        switch (name.group(1)) {
          case "index" -> first < 0 ? Optional.of(index) : Optional.empty();
          case "extrema" ->
              first < 0 && index.extrema()
                  ? Optional.of(Extrema.of(view).byIndex())
                  : Optional.empty();
          case "loadings" -> loadings(index, first, second);
          case "gradients" -> gradients(index, first, second);
          case "sample" ->
              within(first, index.samples().size()) && second < 0
                  ? Optional.of(view.sample(first))
                  : Optional.empty();
          default -> map(index, first, second);
        };
    if (value.isEmpty()) return Optional.empty();
    String key = path.substring("data/".length(), path.length() - ".js".length());
    return Optional.of(
        PanelContent.script("fabula.take(\"" + key + "\", " + Json.line(value.get()) + ");\n"));
  }

  private Optional<Object> loadings(PanelIndex index, int page, int rest) {
    int count = samplesOf(index, page);
    if (count < 1 || rest >= 0) return Optional.empty();
    return Optional.of(PanelPoints.base64(view.loadings(page * PAGE, count)));
  }

  private Optional<Object> gradients(PanelIndex index, int target, int page) {
    int count = samplesOf(index, page);
    if (count < 1 || !within(target, index.targets().size())) return Optional.empty();
    return Optional.of(PanelPoints.base64(view.gradients(target, page * PAGE, count)));
  }

  private Optional<Object> map(PanelIndex index, int sample, int target) throws IOException {
    if (!within(sample, index.samples().size()) || !within(target, index.targets().size())) {
      return Optional.empty();
    }
    Optional<FrameStrip> strip = view.map(sample, target);
    return strip.isPresent() ? Optional.of(strip.get()) : Optional.of("");
  }

  /** How many samples a page has; none behind the last one. */
  private static int samplesOf(PanelIndex index, int page) {
    if (page < 0) return 0;
    return (int) Math.min(PAGE, index.samples().size() - (long) page * PAGE);
  }

  private static boolean within(int number, int count) {
    return number >= 0 && number < count;
  }

  private static int number(@Nullable String digits) {
    return digits == null ? -1 : Integer.parseInt(digits);
  }
}
