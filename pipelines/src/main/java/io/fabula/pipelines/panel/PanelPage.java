package io.fabula.pipelines.panel;

import io.fabula.pipelines.web.WebFiles;
import io.fabula.pipelines.web.WebPages;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the page is made from; the template escapes all of it.
 *
 * @param index the view
 * @param token with which this server lets things be changed; empty in a written panel
 * @param policy what the page may load, for a written panel; empty where a header says it
 * @param live how interventions can be asked for, if they can
 * @param labels whether labels can be given
 */
public record PanelPage(
    PanelIndex index, String token, String policy, Optional<Live> live, boolean labels) {
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

  /**
   * How interventions are asked for.
   *
   * @param form its words
   * @param edits of the world
   */
  public record Live(LiveWorld.Form form, List<LiveWorld.Choice> edits) {
    public Live {
      edits = List.copyOf(edits);
    }

    static Live of(LiveWorld world) throws IOException {
      return new Live(world.form(), world.edits());
    }

    /** Kinds of changes that can be asked for. */
    public List<LiveWorld.Choice> kinds() {
      return form.kinds().stream()
          .filter(each -> !each.name().equals("edit") || !edits.isEmpty())
          .toList();
    }

    /** How many of the components can be pushed or removed. */
    public int pushable(int components) {
      return form.pushable() < 0 ? components : Math.min(components, form.pushable());
    }
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
