package io.fabula.pipelines.panel;

import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.web.WebFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything that a panel consists of, by the names that its page asks for; nothing else exists.
 */
final class PanelFiles {
  static final String PAGE = "index.html";
  static final String LABELS = "data/labels.js";
  private static final List<String> STYLES = List.of(WebFiles.THEME, "panel.css");

  private final PanelView view;
  private final PanelLabels labels;
  private final PanelPage page;

  PanelFiles(PanelView view, PanelLabels labels, PanelPage page) {
    this.view = view;
    this.labels = labels;
    this.page = page;
  }

  /**
   * The file of that name.
   *
   * @param path without a slash before it
   */
  Optional<PanelContent> find(String path) throws IOException {
    if (path.isEmpty() || path.equals(PAGE)) {
      return Optional.of(
          new PanelContent(
              "text/html; charset=utf-8", page.html().getBytes(StandardCharsets.UTF_8)));
    }
    if (STYLES.contains(path)) {
      byte[] style = WebFiles.read(PanelFiles.class, path);
      return Optional.of(new PanelContent("text/css; charset=utf-8", style));
    }
    if (PanelPage.SCRIPTS.contains(path)) {
      byte[] script = WebFiles.read(PanelFiles.class, path);
      return Optional.of(new PanelContent("text/javascript; charset=utf-8", script));
    }
    if (path.equals(LABELS)) {
      return Optional.of(
          PanelContent.script("fabula.take(\"labels\", " + Json.line(labels.all()) + ");\n"));
    }
    return new PanelData(view).find(path);
  }

  /** The names of all files, those of the data last. */
  List<String> names() {
    PanelIndex index = view.index();
    List<String> names = new ArrayList<>(List.of(PAGE));
    names.addAll(STYLES);
    names.addAll(PanelPage.SCRIPTS);
    names.addAll(List.of("data/index.js", LABELS));
    if (index.extrema()) names.add("data/extrema.js");
    int samples = index.samples().size();
    for (int page = 0; page * PanelData.PAGE < samples; page++) {
      names.add("data/loadings-" + page + ".js");
      for (int target = 0; target < index.targets().size(); target++) {
        names.add("data/gradients-" + target + "-" + page + ".js");
      }
    }
    for (int sample = 0; sample < samples; sample++) {
      names.add("data/sample-" + sample + ".js");
      for (int target = 0; target < index.targets().size(); target++) {
        names.add("data/map-" + sample + "-" + target + ".js");
      }
    }
    return names;
  }
}
