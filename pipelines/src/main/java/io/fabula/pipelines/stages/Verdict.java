package io.fabula.pipelines.stages;

import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.List;

/** Whether a stage has to run. */
public sealed interface Verdict {
  /** It does not: its artifact is complete. */
  record Hit(Artifact artifact) implements Verdict {}

  /**
   * It does, and why.
   *
   * @param changes options that differ from those of the most similar artifact
   * @param others all other reasons
   */
  record Miss(List<String> changes, List<String> others) implements Verdict {
    /** What {@code --force} asked for. */
    static final Miss FORCED = new Miss("forced");

    private static final int CHANGES_SHOWN = 3;
    private static final int LONGEST_CHANGE = 80;

    public Miss {
      changes = List.copyOf(changes);
      others = List.copyOf(others);
    }

    Miss(String reason) {
      this(List.of(), List.of(reason));
    }

    /** All of it in one line. */
    public String reason() {
      return line(changes.size(), Integer.MAX_VALUE);
    }

    /** What fits into a line of a terminal. */
    String brief() {
      return line(CHANGES_SHOWN, LONGEST_CHANGE);
    }

    private String line(int shown, int longest) {
      List<String> parts = new ArrayList<>();
      for (String each : changes.subList(0, Math.min(shown, changes.size()))) {
        parts.add(
            "options changed: "
                + (each.length() <= longest ? each : each.substring(0, longest) + "..."));
      }
      int more = changes.size() - shown;
      if (more > 0) parts.add(more + (more == 1 ? " more option" : " more options"));
      parts.addAll(others);
      return String.join("; ", parts);
    }
  }
}
