package io.fabula.envs.create;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Which tools episodes offer. Held-out tools have angles that no tool of their family has in
 * training; the split is the published one ("full_clean" of the AGILE code). Activators belong to
 * all.
 */
public enum ToolSplit {
  TRAIN,
  VALIDATION,
  TEST,
  /** All tools of the published families. */
  ALL;

  /** Ids of the tools, ascending. */
  public int[] ids(ToolCatalogue catalogue) {
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < catalogue.size(); id++) {
      Tool tool = catalogue.tool(id);
      if (tool.family().published() && has(tool)) ids.add(id);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean has(Tool tool) {
    boolean train = tool.family().trainsAt(tool.splitAngle());
    return switch (this) {
      case TRAIN -> train;
      case VALIDATION -> Validation.IDS.contains(tool.id());
      case TEST -> !train && !Validation.IDS.contains(tool.id());
      case ALL -> true;
    };
  }

  /** The published half of the held-out tools; it was drawn once and has no rule. */
  private static final class Validation {
    private static final String FILE = "validation-tools.txt";
    private static final Set<Integer> IDS = read();

    private static Set<Integer> read() {
      InputStream resource = ToolSplit.class.getResourceAsStream(FILE);
      if (resource == null) throw new IllegalStateException("resource missing: " + FILE);
      try (BufferedReader in =
          new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
        Set<Integer> ids = new HashSet<>();
        for (String line = in.readLine(); line != null; line = in.readLine()) {
          for (String word : line.trim().split(" ", -1)) ids.add(Integer.valueOf(word));
        }
        return Set.copyOf(ids);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
