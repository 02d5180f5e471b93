package io.fabula.pipelines.studies.agilegrid.originals;

import io.fabula.envs.create.Level;
import io.fabula.model.agile.SetAgent;
import io.fabula.pipelines.originals.GivenOptions;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A command line of the original program for policies, told as a study and its settings.
 *
 * @param world which of the two studies
 * @param agent what the options mean
 * @param settings {@code KEY=VALUE}
 * @param warnings one line for each option that has no effect
 */
public record PolicyOptions(
    World world, SetAgent agent, List<String> settings, List<String> warnings) {
  /** The worlds of the original, by study. */
  public enum World {
    GRID("agile-grid", 4),
    CREATE("agile-create", 32);

    private final String study;
    private final int evaluationProcesses;

    World(String study, int evaluationProcesses) {
      this.study = study;
      this.evaluationProcesses = evaluationProcesses;
    }

    /** The study that has this world. */
    public String study() {
      return study;
    }
  }

  private static final String GRID_NAME = "MiniGrid-DualLavaEnv-v0";
  private static final Pattern CREATE_NAME = Pattern.compile("CreateLevel([A-Z][a-z]+)-v0");
  private static final int EVALUATIONS_PER_PROCESS = 20;
  private static final String SIZE = "64";

  public PolicyOptions {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }

  /** Whether this is one of the original options. */
  public static boolean knows(String name) {
    return PolicyOptionTable.kind(name).isPresent();
  }

  /**
   * Reads options.
   *
   * @param options {@code --name=value} or {@code --name value}
   * @throws UsageProblem naming the option that is unknown, missing or has a value that it cannot
   *     have
   */
  public static PolicyOptions parse(List<String> options) {
    GivenOptions given =
        GivenOptions.of(options, PolicyOptions::knows, PolicyOptionTable.all().keySet());
    return new Reading(given).translate();
  }

  private static final class Reading {
    private final GivenOptions given;
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(GivenOptions given) {
      this.given = given;
    }

    PolicyOptions translate() {
      World world = world();
      if (required("prefix").isEmpty()) throw new UsageProblem("--prefix must not be empty");
      SetAgent agent = agent();
      settings.put("agent", agent.id());
      settings.put("seeds", "1");
      given.forEach((name, value) -> take(world, name, value));
      takeSize();
      takeEvaluation(world, agent);
      List<String> told = new ArrayList<>();
      settings.forEach((key, value) -> told.add(key + "=" + value));
      return new PolicyOptions(world, agent, told, warnings);
    }

    private String required(String name) {
      if (!given.has(name)) throw new UsageProblem("--" + name + " is missing");
      return given.text(name, "");
    }

    private World world() {
      String name = required("env_name");
      if (name.equals(GRID_NAME)) return World.GRID;
      Matcher create = CREATE_NAME.matcher(name);
      String level = create.matches() ? create.group(1).toLowerCase(Locale.ROOT) : "";
      if (!Level.NAMES.contains(level)) {
        List<String> known = new ArrayList<>(List.of(GRID_NAME));
        for (String each : Level.NAMES) {
          known.add(
              "CreateLevel%s%s-v0"
                  .formatted(each.substring(0, 1).toUpperCase(Locale.ROOT), each.substring(1)));
        }
        throw new UsageProblem(
            "--env_name must be %s or CreateLevelPush-v0, or another of its levels, got %s%s"
                .formatted(GRID_NAME, Shown.value(name), NearestName.hint(name, known)));
      }
      settings.put("world.level", level);
      return World.CREATE;
    }

    private SetAgent agent() {
      String method = required("method_name");
      String summary = given.text("action_summarizer", "none");
      return switch (method) {
        case "baseline" -> SetAgent.UTILITY;
        case "input_mask" -> SetAgent.MASK_INPUT_OUTPUT;
        case "mask" -> SetAgent.MASK_OUTPUT;
        case "relational" -> relational();
        case "summary" ->
            switch (summary) {
              case "gnn" -> SetAgent.SUMMARY_GAT;
              case "lstm" -> SetAgent.SUMMARY_LSTM;
              case "deep_set" -> SetAgent.SUMMARY_DEEP_SET;
              default ->
                  throw new UsageProblem(
                      "--method_name=summary needs --action_summarizer=gnn, lstm or deep_set, got "
                          + Shown.value(summary));
            };
        default ->
            throw new UsageProblem(
                "--method_name must be relational, summary, baseline, input_mask or mask, got "
                    + Shown.value(method));
      };
    }

    private SetAgent relational() {
      boolean actionsAlone = given.flag("summarizer_use_only_action", false);
      String graph = given.text("gnn_gat_model", "gat2");
      switch (graph) {
        case "gat2" -> {
          return actionsAlone ? SetAgent.AGILE_ONLY_ACTION : SetAgent.AGILE;
        }
        case "gcn2" -> {
          if (actionsAlone) {
            throw new UsageProblem(
                "--summarizer_use_only_action=True is an agent of --gnn_gat_model=gat2 alone");
          }
          return SetAgent.AGILE_GCN;
        }
        default ->
            throw new UsageProblem(
                "--gnn_gat_model must be gat2 or gcn2, got " + Shown.value(graph));
      }
    }

    private void take(World world, String name, String value) {
      PolicyOptionTable.Entry entry = Objects.requireNonNull(PolicyOptionTable.all().get(name));
      if (entry.world() != null && entry.world() != world) {
        warnings.add("--%s has no effect on %s".formatted(name, world.study()));
        return;
      }
      switch (entry.kind()) {
        case TEXT -> settings.put(entry.key(), value);
        case FLAG -> settings.put(entry.key(), "" + GivenOptions.truth(name, value));
        case FIXED -> requireFixed(name, value, entry.key());
        case IDLE -> warnings.add("--%s has no effect: %s".formatted(name, entry.key()));
        case TOGETHER -> {}
      }
    }

    private static void requireFixed(String name, String value, String only) {
      boolean available =
          only.equals("True")
              ? GivenOptions.truth(name, value)
              : value.equalsIgnoreCase(only) || same(value, only);
      if (!available) {
        throw new UsageProblem(
            "--%s can only be %s here, got %s".formatted(name, only, Shown.value(value)));
      }
    }

    private static boolean same(String value, String only) {
      try {
        return Double.parseDouble(value) == Double.parseDouble(only);
      } catch (NumberFormatException e) {
        return false;
      }
    }

    private void takeSize() {
      if (!given.has("state_encoder_hidden_size") && !given.has("dist_hidden_dim")) return;
      String state = given.text("state_encoder_hidden_size", SIZE);
      String distribution = given.text("dist_hidden_dim", SIZE);
      if (!state.equals(distribution)) {
        throw new UsageProblem(
            "--state_encoder_hidden_size and --dist_hidden_dim must be equal, got %s and %s"
                .formatted(Shown.value(state), Shown.value(distribution)));
      }
      settings.put("network.hidden_size", state);
    }

    private void takeEvaluation(World world, SetAgent agent) {
      if (given.has("num_eval") || given.has("eval_num_processes")) {
        int usual = world.evaluationProcesses;
        if (world == World.CREATE) usual = number("num_processes", usual);
        long episodes =
            (long) number("eval_num_processes", usual)
                * number("num_eval", EVALUATIONS_PER_PROCESS);
        settings.put("evaluation.episodes", "" + episodes);
      }
      if (world == World.CREATE && given.flag("test_split", false)) {
        settings.put("evaluation.splits", "[train,test]");
      } else if (world == World.CREATE && !agent.playsUnseenActions()) {
        settings.put("evaluation.splits", "[train]");
        warnings.add(
            "%s has no outputs for tools that it never saw: it is judged with training tools"
                .formatted(agent.id()));
      }
    }

    private int number(String name, int otherwise) {
      String value = given.text(name, "" + otherwise);
      try {
        int number = Integer.parseInt(value);
        if (number > 0) return number;
      } catch (NumberFormatException e) {
        // refused below
      }
      throw new UsageProblem(
          "--%s must be a whole number of at least 1, got %s".formatted(name, Shown.value(value)));
    }
  }
}
