package io.fabula.pipelines.studies.agilegrid.originals;

import io.fabula.pipelines.studies.agilegrid.originals.PolicyOptions.World;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What becomes of each original option. */
final class PolicyOptionTable {
  /** How a value is taken. */
  enum Kind {
    /** As it is. */
    TEXT,
    /** A truth value. */
    FLAG,
    /** Only one value is available. */
    FIXED,
    /** Read together with others. */
    TOGETHER,
    /** It has no effect. */
    IDLE
  }

  /**
   * One option.
   *
   * @param world the only one in which it has an effect; null for both
   * @param key of the setting that takes the value; the only value of a fixed one; why it has no
   *     effect
   */
  record Entry(Kind kind, @Nullable World world, String key) {}

  private static final Map<String, Entry> ALL = new LinkedHashMap<>();

  static {
    for (String each : new String[] {"env_name", "prefix", "method_name"}) together(each);
    together("action_summarizer");
    together("gnn_gat_model");
    together("summarizer_use_only_action");
    text("seed", "seed");
    for (String each :
        new String[] {
          "num_processes",
          "num_steps",
          "num_env_steps",
          "lr_env_steps",
          "entropy_coef",
          "lr",
          "gamma",
          "gae_lambda",
          "clip_param",
          "ppo_epoch",
          "num_mini_batch",
          "value_loss_coef",
          "max_grad_norm",
          "eps"
        }) {
      text(each, "training." + each);
    }
    flag("use_linear_lr_decay", "training.use_linear_lr_decay");
    for (String each :
        new String[] {
          "gat_num_attention_heads", "gnn_alpha_teleport", "lstm_summarizer_num_layers"
        }) {
      text(each, "network." + each);
    }
    for (String each :
        new String[] {
          "gnn_residual_connection",
          "separate_critic_state",
          "concat_relational_action_features",
          "input_mask_mlp"
        }) {
      flag(each, "network." + each);
    }
    flag("deterministic_policy", "evaluation.deterministic_policy");
    together("state_encoder_hidden_size");
    together("dist_hidden_dim");
    together("num_eval");
    together("eval_num_processes");
    together("test_split");
    of(World.GRID, Kind.TEXT, "max_grid_steps", "world.max_grid_steps");
    of(World.CREATE, Kind.TEXT, "cont_entropy_coef", "cont_entropy_coef");
    of(World.CREATE, Kind.TEXT, "action_set_size", "world.action_set_size");
    of(
        World.CREATE,
        Kind.TEXT,
        "create_num_variable_activators",
        "world.create_num_variable_activators");
    of(World.CREATE, Kind.FLAG, "use_random_embeddings", "world.use_random_embeddings");
    of(World.CREATE, Kind.FIXED, "create_max_num_steps", "30");
    of(World.CREATE, Kind.FIXED, "large_steps", "40");
    of(World.CREATE, Kind.FIXED, "create_target_reward", "1.0");
    of(World.CREATE, Kind.FIXED, "create_permanent_goal", "True");
    of(World.CREATE, Kind.FIXED, "eval_split_ratio", "0.5");
    for (String each :
        new String[] {"dist_linear_action", "dist_non_linear_final", "use_state_mlp"}) {
      of(null, Kind.FIXED, each, "True");
    }
    of(null, Kind.FIXED, "graph_norm_type", "None");
    idle("test_action_set_size", "sets of the evaluation are as large as those of the training");
    idle("eval_interval", "agents are evaluated after their training");
    idle("log_interval", "every update is logged");
    String resumed = "the same command goes on where it stopped";
    for (String each : new String[] {"save_interval", "load_file", "resume", "eval_only"}) {
      idle(each, resumed);
    }
    idle("no_cuda", "there is none");
    idle("vid_fps", "videos have a rate of their own");
    idle("num_render", "a success and a failure of each agent are filmed");
  }

  private PolicyOptionTable() {}

  private static void of(@Nullable World world, Kind kind, String name, String key) {
    ALL.put(name, new Entry(kind, world, key));
  }

  private static void text(String name, String key) {
    of(null, Kind.TEXT, name, key);
  }

  private static void flag(String name, String key) {
    of(null, Kind.FLAG, name, key);
  }

  private static void together(String name) {
    of(null, Kind.TOGETHER, name, "");
  }

  private static void idle(String name, String reason) {
    of(null, Kind.IDLE, name, reason);
  }

  /** All options by their names, without dashes, in the order of the pages of help. */
  static Map<String, Entry> all() {
    return Collections.unmodifiableMap(ALL);
  }

  /** How an option is taken; empty if there is none of this name. */
  static Optional<Kind> kind(String name) {
    return Optional.ofNullable(ALL.get(name)).map(Entry::kind);
  }
}
