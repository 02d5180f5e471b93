package io.fabula.pipelines.studies.twostage.problems;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.mediation.DetectorEnumeration;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem.Event;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem.Target;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Reads a user's problem, JSON of the format {@code fabula-table-1}:
 *
 * <pre>
 * {"format": "fabula-table-1", "name": "...", "states": n, "actions": m,
 *  "state_names": [n texts], "action_names": [m texts], "start": [n probabilities],
 *  "max_steps": null or a number of steps after which episodes are cut off,
 *  "transitions": [{"state": i, "action": j,
 *                   "outcomes": [{"next": k or null for the end, "prob": p, "reward": r}, ...]}, ...]}
 * </pre>
 *
 * <p>Each state and action has one entry, in any order; its probabilities sum to 1 within 1e-9.
 * Events of interest are "was in this state", one per state; the policy to compare with is the one
 * of greatest expected return ({@link BestPolicy}). Policies may be learned in all states, and all
 * hard detectors are tried where there are at most 12 states.
 */
final class TableFile {
  private static final String FORMAT = "fabula-table-1";
  private static final int MOST_ENUMERATED = Math.min(12, DetectorEnumeration.MOST_STATES);
  private static final int MOST_ROWS = 1_000_000;
  private static final double TOLERANCE = 1e-9;
  private static final Set<String> KEYS =
      Set.of(
          "format",
          "name",
          "states",
          "actions",
          "state_names",
          "action_names",
          "start",
          "max_steps",
          "transitions");

  private final String file;

  private TableFile(String file) {
    this.file = file;
  }

  /**
   * Reads the text of a file.
   *
   * @param file its name, for messages
   * @throws DataProblem if it is not such a table
   */
  static TabularProblem parse(String file, String text) {
    return new TableFile(file).parse(text);
  }

  private TabularProblem parse(String text) {
    JsonNode root;
    try {
      root = Json.read(text.getBytes(StandardCharsets.UTF_8), JsonNode.class);
    } catch (IOException e) {
      throw problem("is not JSON (" + Json.reason(e) + ")");
    }
    if (!root.path("format").asText().equals(FORMAT)) {
      throw problem("expected \"format\": \"" + FORMAT + "\"");
    }
    knownKeys(root, KEYS, "");
    int states = count(root, "states");
    int actions = count(root, "actions");
    if ((long) states * actions > MOST_ROWS) {
      throw problem("more than %,d pairs of state and action".formatted(MOST_ROWS));
    }
    List<String> stateNames = names(root, "state_names", states);
    List<String> actionNames = names(root, "action_names", actions);
    TabularModel model = model(root, states, actions);
    ends(model, stateNames);
    List<Event> events = new ArrayList<>();
    for (int s = 0; s < states; s++) {
      double[] detector = new double[states];
      detector[s] = 1;
      events.add(new Event(stateNames.get(s), detector));
    }
    boolean[] chooses = new boolean[states];
    Arrays.fill(chooses, true);
    return new TabularProblem(
        root.path("name").asText("table"),
        model,
        stateNames,
        actionNames,
        events,
        List.of(best(model)),
        chooses,
        states <= MOST_ENUMERATED ? IntStream.range(0, states).boxed().toList() : List.of());
  }

  private Target best(TabularModel model) {
    try {
      return BestPolicy.of(model);
    } catch (IllegalStateException e) {
      throw problem("its returns have no bound: episodes need not end while they earn");
    }
  }

  private void ends(TabularModel model, List<String> stateNames) {
    if (model.maximumSteps() > 0) return;
    int stuck = BestPolicy.stateWithoutEnd(model, model.uniformPolicy());
    if (stuck >= 0) {
      throw problem(
          "from state %d (%s) no episode ends, and max_steps is null"
              .formatted(stuck, Shown.value(stateNames.get(stuck))));
    }
  }

  private TabularModel model(JsonNode root, int states, int actions) {
    TabularModel.Builder builder = new TabularModel.Builder(states, actions);
    JsonNode limit = root.path("max_steps");
    if (!limit.isNull() && !limit.isMissingNode()) builder.maximumSteps(count(root, "max_steps"));
    JsonNode start = root.path("start");
    if (!start.isArray() || start.size() != states) {
      throw problem("start: expected %d probabilities".formatted(states));
    }
    double[] probabilities = new double[states];
    for (int s = 0; s < states; s++) probabilities[s] = probability(start.get(s), "start[%d]", s);
    sumsToOne(probabilities, "start");
    for (int s = 0; s < states; s++) builder.start(s, probabilities[s]);
    JsonNode[] rows = rows(root, states, actions);
    for (int row = 0; row < rows.length; row++)
      addOutcomes(builder, rows[row], row, states, actions);
    return builder.build();
  }

  private JsonNode[] rows(JsonNode root, int states, int actions) {
    JsonNode[] rows = new JsonNode[states * actions];
    JsonNode transitions = root.path("transitions");
    if (!transitions.isArray()) throw problem("transitions: expected a list");
    for (int i = 0; i < transitions.size(); i++) {
      JsonNode entry = transitions.get(i);
      String place = "transitions[" + i + "]";
      knownKeys(entry, Set.of("state", "action", "outcomes"), place + ": ");
      int state = index(entry, "state", states, place);
      int action = index(entry, "action", actions, place);
      if (rows[state * actions + action] != null) {
        throw problem("state %d action %d is given twice".formatted(state, action));
      }
      if (!entry.path("outcomes").isArray()) {
        throw problem(place + ": outcomes: expected a list");
      }
      rows[state * actions + action] = entry.path("outcomes");
    }
    for (int row = 0; row < rows.length; row++) {
      if (rows[row] == null || rows[row].size() == 0) {
        throw problem("state %d action %d has no outcomes".formatted(row / actions, row % actions));
      }
    }
    return rows;
  }

  private void addOutcomes(
      TabularModel.Builder builder, JsonNode outcomes, int row, int states, int actions) {
    String place = "state %d action %d".formatted(row / actions, row % actions);
    double[] probabilities = new double[outcomes.size()];
    for (int i = 0; i < probabilities.length; i++) {
      JsonNode outcome = outcomes.get(i);
      knownKeys(outcome, Set.of("next", "prob", "reward"), place + ": ");
      probabilities[i] = probability(outcome.path("prob"), place + " outcome %d: prob", i);
      JsonNode reward = outcome.path("reward");
      if (!reward.isNumber() || !Double.isFinite(reward.asDouble())) {
        throw problem("%s outcome %d: reward must be a number".formatted(place, i));
      }
      if (!outcome.has("next")) throw problem("%s outcome %d has no next".formatted(place, i));
      int next =
          outcome.path("next").isNull() ? TabularModel.END : index(outcome, "next", states, place);
      builder.outcome(row / actions, row % actions, probabilities[i], reward.asDouble(), next);
    }
    sumsToOne(probabilities, place);
  }

  private void sumsToOne(double[] probabilities, String place) {
    double sum = Arrays.stream(probabilities).sum();
    if (Math.abs(sum - 1) > TOLERANCE) {
      throw problem("%s: probabilities must sum to 1, got %s".formatted(place, sum));
    }
  }

  private double probability(JsonNode node, String place, int index) {
    double value = node.asDouble(Double.NaN);
    if (!node.isNumber() || !(value >= 0 && value <= 1)) {
      throw problem(
          "%s must be a probability, got %s"
              .formatted(place.formatted(index), Shown.value(node.toString())));
    }
    return value;
  }

  private int index(JsonNode entry, String key, int bound, String place) {
    JsonNode node = entry.path(key);
    if (!node.isInt() || node.asInt() < 0 || node.asInt() >= bound) {
      throw problem(
          "%s: %s must be within 0..%d, got %s"
              .formatted(place, key, bound - 1, Shown.value(node.toString())));
    }
    return node.asInt();
  }

  private int count(JsonNode root, String key) {
    JsonNode node = root.path(key);
    if (!node.isInt() || node.asInt() < 1) {
      throw problem("%s must be at least 1, got %s".formatted(key, Shown.value(node.toString())));
    }
    return node.asInt();
  }

  private List<String> names(JsonNode root, String key, int count) {
    JsonNode node = root.path(key);
    Set<String> names = new java.util.LinkedHashSet<>();
    for (JsonNode each : node) names.add(each.asText());
    if (!node.isArray() || node.size() != count || names.size() != count) {
      throw problem("%s: expected %d different names".formatted(key, count));
    }
    return List.copyOf(names);
  }

  private void knownKeys(JsonNode entry, Set<String> known, String place) {
    if (!entry.isObject()) {
      throw problem(place + "expected an object, got " + Shown.value(entry.toString()));
    }
    Set<String> unknown = new HashSet<>();
    for (Iterator<String> names = entry.fieldNames(); names.hasNext(); ) unknown.add(names.next());
    unknown.removeAll(known);
    if (!unknown.isEmpty()) {
      throw problem(place + "unknown key " + Shown.value(unknown.iterator().next()));
    }
  }

  private DataProblem problem(String finding) {
    return new DataProblem(Shown.escaped(file), finding, "correct the file");
  }
}
