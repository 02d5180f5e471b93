package io.fabula.pipelines.panel;

import io.fabula.pipelines.web.WebFiles;
import io.fabula.pipelines.web.WebPages;
import java.util.List;

/**
 * What the page is made from; the template escapes all of it.
 *
 * @param index the view
 * @param token with which this server lets things be changed; empty in a written panel
 * @param policy what the page may load, for a written panel; empty where a header says it
 * @param live whether interventions can be asked for
 * @param edits of the world that can be asked for
 * @param labels whether labels can be given
 */
public record PanelPage(
    PanelIndex index,
    String token,
    String policy,
    boolean live,
    List<LiveWorld.Choice> edits,
    boolean labels) {
  /** The scripts, in the order in which they are loaded. */
  static final List<String> SCRIPTS =
      List.of(
          WebFiles.CHARTS,
          WebFiles.DATA,
          "panel-state.js",
          "panel-filters.js",
          "panel-charts.js",
          "panel-frames.js",
          "panel-stories.js",
          "panel-live.js",
          "panel-labels.js",
          "panel.js");

  public PanelPage {
    edits = List.copyOf(edits);
  }

  /** Where templates find the scripts. */
  public List<String> scripts() {
    return SCRIPTS;
  }

  /** Most steps that twins go on. */
  public int mostSteps() {
    return LiveWorld.MOST_STEPS;
  }

  /** The page. */
  String html() {
    return WebPages.html("panel/panel.jte", this);
  }

  /** A page that says what went wrong. */
  static String problem(int status, String words) {
    return WebPages.html("panel/problem.jte", new Problem(status, words));
  }

  /**
   * What went wrong.
   *
   * @param status of HTTP
   * @param words for people
   */
  public record Problem(int status, String words) {}
}
