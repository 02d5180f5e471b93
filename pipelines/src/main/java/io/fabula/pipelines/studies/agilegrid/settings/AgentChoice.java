package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.problems.NearestName;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Which agents a setting names: one, several joined by +, {@code published} or {@code all}. */
public final class AgentChoice {
  private static final String PUBLISHED = "published";
  private static final String ALL = "all";

  private AgentChoice() {}

  /**
   * The agents in the order in which they are named.
   *
   * @throws IllegalArgumentException if one is not known, with the nearest name
   */
  public static List<SetAgent> of(String text) {
    if (text.equals(PUBLISHED)) return SetAgent.PUBLISHED;
    if (text.equals(ALL)) return List.of(SetAgent.values());
    List<SetAgent> chosen = new ArrayList<>();
    for (String each : text.split("\\+", -1)) {
      SetAgent agent = SetAgent.of(each.strip()).orElseThrow(() -> unknown(each.strip()));
      if (chosen.contains(agent)) {
        throw new IllegalArgumentException("agent names " + agent.id() + " twice");
      }
      chosen.add(agent);
    }
    return List.copyOf(chosen);
  }

  private static IllegalArgumentException unknown(String name) {
    List<String> known = new ArrayList<>();
    for (SetAgent each : SetAgent.values()) known.add(each.id());
    known.addAll(Arrays.asList(PUBLISHED, ALL));
    return new IllegalArgumentException(
        "agent must be one of %s, or several joined by +, got \"%s\"%s"
            .formatted(String.join(", ", known), name, NearestName.hint(name, known)));
  }
}
