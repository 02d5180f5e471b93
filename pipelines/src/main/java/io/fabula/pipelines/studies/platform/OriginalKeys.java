package io.fabula.pipelines.studies.platform;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The keys of the small public project that learns the same task, as settings of this study; its
 * values are what nothing else is said about.
 */
public final class OriginalKeys {
  /** That project's settings, where they are not this study's. */
  private static final List<String> BASE =
      List.of(
          "training.seeds=1",
          "q_pamdp.seeds=0",
          "seed=0",
          "agent.small_first_values=true",
          "agent.starting_parameters=[]",
          "agent.tau_q=0.01",
          "agent.gradient_norm=0",
          "agent.exploration=uniform",
          "agent.store_chosen_only=true",
          "agent.update_steps_burn_in=501");

  private static final Map<String, String> NAMES = new LinkedHashMap<>();

  /** Keys whose values follow from the world, with these values. */
  private static final Map<String, String> FIXED =
      Map.of(
          "agent.state_dim", "9",
          "agent.action_dim", "3",
          "agent.param_actor.state_dim", "9",
          "agent.param_actor.action_parameter_sizes", "[1,1,1]",
          "agent.q_network.state_dim", "9",
          "agent.q_network.action_dim", "3",
          "agent.q_network.action_parameter_sizes", "[1,1,1]");

  /** Keys that are taken and have no effect, with what is said about each. */
  private static final Map<String, String> WITHOUT_EFFECT =
      Map.of(
          "agent.use_cuda", "no graphics processor is used",
          "agent._target_", "the agent is the one that agent.form names",
          "render_episodes_frequency", "pictures stand in the report",
          "run_name", "runs are named after their settings");

  static {
    for (String same :
        List.of(
            "agent.gamma",
            "agent.memory_size",
            "agent.memory_batch_size",
            "agent.tau_q",
            "agent.tau_param_actor",
            "agent.learning_rate_q",
            "agent.learning_rate_param_actor",
            "agent.epsilon_min",
            "agent.epsilon_max",
            "agent.decay_epsilon_episodes",
            "agent.update_frequency_steps",
            "agent.param_actor.hidden_layer_sizes",
            "agent.q_network.hidden_layer_sizes")) {
      NAMES.put(same, same);
    }
    NAMES.put("agent.seed", "seed");
    NAMES.put("agent.update_steps_burn_in", "agent.update_steps_burn_in");
    NAMES.put("n_episodes", "training.n_episodes");
    NAMES.put("eval_episodes_frequency", "training.eval_episodes_frequency");
  }

  private final List<String> overrides = new ArrayList<>(BASE);
  private final List<String> notes = new ArrayList<>();
  private String experiment = "";

  /**
   * Translates.
   *
   * @param given {@code key=value} each, with {@code +}, {@code ++} or {@code ~} before it if
   *     wanted
   * @throws UsageProblem for a key or value that the project does not have or that cannot be had
   *     here
   */
  public OriginalKeys(List<String> given) {
    for (String each : given) take(each);
  }

  private void take(String text) {
    String prefix = text.replaceFirst("^(\\+\\+|\\+|~|).*$", "$1");
    String[] parts = text.substring(prefix.length()).split("=", 2);
    String key = parts[0];
    String value = parts.length > 1 ? parts[1].strip() : "";
    if (parts.length < 2 && !prefix.equals("~")) {
      throw new UsageProblem("expected key=value, got " + Shown.value(text));
    }
    if (key.equals("experiment_name")) {
      experiment = unquoted(value);
    } else if (key.equals("agent")) {
      require(value.equals("mpq_agent"), "agent must be mpq_agent, got " + Shown.value(value));
    } else if (key.equals("use_wrapper")) {
      require(value.equals("true"), "use_wrapper=" + Shown.value(value) + " is not supported");
    } else if (FIXED.containsKey(key)) {
      String fixed = FIXED.get(key);
      require(
          value.startsWith("${") || value.replace(" ", "").equals(fixed),
          "%s must be %s in the world platform, got %s".formatted(key, fixed, Shown.value(value)));
    } else if (WITHOUT_EFFECT.containsKey(key)) {
      notes.add(key + " has no effect: " + WITHOUT_EFFECT.get(key));
    } else if (key.startsWith("hydra.")) {
      notes.add(key + " has no effect: the settings are not Hydra's");
    } else if (NAMES.containsKey(key)) {
      overrides.add(prefix + NAMES.get(key) + (parts.length < 2 ? "" : "=" + ours(key, value)));
    } else {
      throw new UsageProblem(
          "unknown key %s%s".formatted(Shown.value(key), NearestName.hint(key, known())));
    }
  }

  /** The project updates after more steps than its number, this study from its number on. */
  private static String ours(String key, String value) {
    if (!key.equals("agent.update_steps_burn_in") || !value.matches("\\d{1,9}")) return value;
    return Long.toString(Long.parseLong(value) + 1);
  }

  private static String unquoted(String value) {
    return value.matches("(['\"]).*\\1") ? value.substring(1, value.length() - 1) : value;
  }

  private static void require(boolean holds, String problem) {
    if (!holds) throw new UsageProblem(problem);
  }

  private static List<String> known() {
    List<String> all = new ArrayList<>(NAMES.keySet());
    all.addAll(FIXED.keySet());
    all.addAll(WITHOUT_EFFECT.keySet());
    all.addAll(List.of("agent", "use_wrapper", "experiment_name"));
    return all;
  }

  /** Settings of this study. */
  public List<String> overrides() {
    return List.copyOf(overrides);
  }

  /** What is to be said about keys that have no effect. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  /** The experiment that runs are filed under; empty if none was named. */
  public String experiment() {
    return experiment;
  }
}
