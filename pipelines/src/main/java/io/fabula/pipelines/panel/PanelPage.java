package io.fabula.pipelines.panel;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
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
          "chart.js",
          "panel-data.js",
          "panel-state.js",
          "panel-filters.js",
          "panel-charts.js",
          "panel-frames.js",
          "panel-stories.js",
          "panel-live.js",
          "panel-labels.js",
          "panel.js");

  /** Where the build puts the templates' classes. */
  private static final String TEMPLATES = "io.fabula.pipelines.pages";

  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null, ContentType.Html, PanelPage.class.getClassLoader(), TEMPLATES);

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
    StringOutput out = new StringOutput();
    ENGINE.render("panel/panel.jte", this, out);
    return out.toString();
  }

  /** A page that says what went wrong. */
  static String problem(int status, String words) {
    StringOutput out = new StringOutput();
    ENGINE.render("panel/problem.jte", new Problem(status, words), out);
    return out.toString();
  }

  /**
   * What went wrong.
   *
   * @param status of HTTP
   * @param words for people
   */
  public record Problem(int status, String words) {}
}
