package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.originals.GivenOptions;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.agilerecsim.originals.OptionTable.Entry;
import io.fabula.pipelines.studies.agilerecsim.originals.OptionTable.Kind;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A command line of the original programs, told in settings of the study.
 *
 * @param settings {@code KEY=VALUE}
 * @param warnings one line for each option that has no effect
 * @param agent what the options mean
 * @param sample whether agents learn in the learned world
 * @param resultDirectory where results go; empty for the default
 */
public record OriginalOptions(
    List<String> settings,
    List<String> warnings,
    AgentName agent,
    boolean sample,
    String resultDirectory) {
  private static final List<String> TRUTH_VALUES =
      List.of(
          "if_e_node",
          "gcdqn_no_graph",
          "summarizer_use_only_action",
          "q_net_if_share_weight",
          "gcdqn_use_pre_summarise_mlp",
          "gcdqn_use_post_summarise_mlp",
          "if_pre_summarize_linear",
          "if_post_summarize_linear",
          "recsim_if_special_items",
          "recsim_if_special_items_flg",
          "recsim_if_special_items_flg_one_hot",
          "recsim_if_no_fix_for_done",
          "recsim_slate_reward",
          "recsim_if_add_metric_to_click");

  public OriginalOptions {
    settings = List.copyOf(settings);
    warnings = List.copyOf(warnings);
  }

  /** Whether this is one of the original options. */
  public static boolean knows(String name) {
    return OptionTable.all().containsKey(name) || OptionTable.unread(name);
  }

  /**
   * Reads options.
   *
   * @param program that they are given to
   * @param options {@code --name=value} or {@code --name value}
   * @throws UsageProblem naming the option that is unknown or has a value that it cannot have
   */
  public static OriginalOptions parse(OriginalProgram program, List<String> options) {
    GivenOptions given =
        GivenOptions.of(options, OriginalOptions::knows, OptionTable.all().keySet());
    return new Reading(program, given).translate();
  }

  private static final class Reading {
    private final OriginalProgram program;
    private final GivenOptions given;
    private final boolean sample;
    private final AgentName agent;
    private final List<String> settings = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    Reading(OriginalProgram program, GivenOptions given) {
      this.program = program;
      this.given = given;
      given.forEach(
          (name, value) -> {
            if (TRUTH_VALUES.contains(name)) GivenOptions.truth(name, value); // refuses others
          });
      agent = new AgentChoice(this::text, given::flag).name();
      sample = sample();
    }

    private String text(String name, String otherwise) {
      String value = given.text(name, otherwise);
      return value.equalsIgnoreCase("none") ? "none" : value;
    }

    private void set(String key, Object value) {
      settings.add(key + "=" + value);
    }

    OriginalOptions translate() {
      given.forEach(this::take);
      new WorldOptions(given, this::set).take();
      takeSlateReward();
      takeAgent();
      takeLog();
      set(sample ? "policies" : "agents", "[" + agent.text() + "]");
      return new OriginalOptions(settings, warnings, agent, sample, text("result_dir", ""));
    }

    private boolean sample() {
      String name = text("env_name", "recsim");
      return switch (name) {
        case "recsim" -> false;
        case "sample" -> true;
        default ->
            throw new UsageProblem("--env_name must be recsim or sample, got " + Shown.value(name));
      };
    }

    private void take(String name, String value) {
      Entry entry = OptionTable.all().get(name);
      if (entry == null || entry.kind() == Kind.IDLE) {
        warnings.add("--" + name + " has no effect");
        return;
      }
      List<String> keys = entry.keys().stream().filter(key -> program.reads(key, sample)).toList();
      if (keys.isEmpty()) {
        String where = program == OriginalProgram.TRAIN_POLICY ? text("env_name", "recsim") : "";
        warnings.add(
            "--%s has no effect on %s"
                .formatted(name, where.isEmpty() ? program.text() : "env_name=" + where));
        return;
      }
      Effects.missing(name, given, agent, sample).ifPresent(warnings::add);
      for (String key : keys) {
        switch (entry.kind()) {
          case TEXT -> set(key, value);
          case FLAG -> set(key, GivenOptions.truth(name, value));
          case NUMBERS -> set(key, "[" + value.replace("_", ", ") + "]");
          case NAME -> set(key, value.toLowerCase(Locale.ROOT));
          case TOGETHER, IDLE -> {}
        }
      }
    }

    /** Without a vector of rewards a slate has one reward, and one end. */
    private void takeSlateReward() {
      String key = "world.recsim_slate_reward_type";
      if (!given.flag("recsim_slate_reward", true)) {
        set(key, "whole");
      } else if (given.has("recsim_slate_reward_type")) {
        set(key, text("recsim_slate_reward_type", "").toLowerCase(Locale.ROOT));
      }
    }

    private void takeAgent() {
      encoder("slate_encoder_type", "agent.slate_encoder_type");
      encoder("obs_encoder_type", "agent.obs_encoder_type");
      boolean before = given.flag("gcdqn_use_pre_summarise_mlp", false);
      if (given.flag("if_pre_summarize_linear", false)) set("agent.pre_summarise", "linear");
      else if (before) set("agent.pre_summarise", "perceptron");
      boolean after = given.flag("gcdqn_use_post_summarise_mlp", true);
      if (given.flag("if_post_summarize_linear", false)) set("agent.post_summarise", "linear");
      else if (!after) set("agent.post_summarise", "none");
    }

    private void encoder(String name, String key) {
      String value = text(name, "none");
      switch (value) {
        case "none" -> {}
        case "sequential-rnn" -> set(key, "gru");
        case "sequential-lstm" -> set(key, "lstm");
        case "sequential-deep_set", "sequential-deepSet" -> set(key, "deep_set");
        case "basic" -> set(key, "moments");
        default ->
            throw new UsageProblem(
                "--%s must be sequential-rnn, sequential-lstm, sequential-deep_set or basic, got %s"
                    .formatted(name, Shown.value(value)));
      }
    }

    private void takeLog() {
      if (given.has("data_category_cols")) {
        String[] columns = given.text("data_category_cols", "").split("/", -1);
        set("log.main_category", columns[0]);
        if (columns.length > 1) set("log.sub_category", columns[1]);
      }
      pair("num_items", "items").ifPresent(each -> set("log.offline_items", each[0]));
      pair("num_items", "items").ifPresent(each -> set("log.online_items", each[1]));
      pair("log_rows", "rows").ifPresent(each -> set("log.offline_rows", each[0]));
      pair("log_rows", "rows").ifPresent(each -> set("log.online_rows", each[1]));
    }

    /** Offline and online numbers. */
    private Optional<String[]> pair(String name, String what) {
      if (!given.has(name)) return Optional.empty();
      String value = given.text(name, "");
      String[] both = value.split("/", -1);
      if (both.length != 2) {
        throw new UsageProblem(
            "--%s must be %s of the offline and of the online log, such as %s, got %s"
                .formatted(
                    name,
                    what,
                    what.equals("items") ? "48/33" : "20000/10000",
                    Shown.value(value)));
      }
      return Optional.of(both);
    }
  }
}
