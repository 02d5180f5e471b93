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

  private static final String VALIDATION_IDS = "validation-tools.txt";

  /** Ids of the tools, ascending. */
  public int[] ids(ToolCatalogue catalogue) {
    Set<Integer> validation = this == TRAIN || this == ALL ? Set.of() : validationIds();
    List<Integer> ids = new ArrayList<>();
    for (int id = 0; id < catalogue.size(); id++) {
      Tool tool = catalogue.tool(id);
      if (tool.family().published() && has(tool, validation)) ids.add(id);
    }
    return ids.stream().mapToInt(Integer::intValue).toArray();
  }

  private boolean has(Tool tool, Set<Integer> validation) {
    boolean train = tool.family().trainsAt(tool.splitAngle());
    return switch (this) {
      case TRAIN -> train;
      case VALIDATION -> validation.contains(tool.id());
      case TEST -> !train && !validation.contains(tool.id());
      case ALL -> true;
    };
  }

  /** The published half of the held-out tools; it was drawn once and has no rule. */
  private static Set<Integer> validationIds() {
    InputStream resource = ToolSplit.class.getResourceAsStream(VALIDATION_IDS);
    if (resource == null) throw new IllegalStateException("resource missing: " + VALIDATION_IDS);
    try (BufferedReader in =
        new BufferedReader(new InputStreamReader(resource, StandardCharsets.US_ASCII))) {
      Set<Integer> ids = new HashSet<>();
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        for (String word : line.trim().split(" ", -1)) ids.add(Integer.valueOf(word));
      }
      return ids;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
