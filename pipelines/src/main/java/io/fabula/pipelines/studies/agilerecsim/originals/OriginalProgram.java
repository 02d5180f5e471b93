package io.fabula.pipelines.studies.agilerecsim.originals;

import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.agilerecsim.stages.AgileRecsimStages;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The original programs by their names, and the settings that each of them reads. */
public enum OriginalProgram {
  TRAIN_POLICY("train_policy", ""),
  TRAIN_EMBEDDING("train_embedding", AgileRecsimStages.TRAIN_ITEM_EMBEDDING),
  TRAIN_REWARD_MODEL("train_rewardModel", AgileRecsimStages.TRAIN_REWARD_MODEL),
  /** The generator that the README names and the published programs lack. */
  GENERATE_LOG("generate_log", AgileRecsimStages.GENERATE_LOG);

  private static final List<String> EMBEDDING =
      List.of("click_model.embedding_steps", "click_model.embedding_batch");
  private static final List<String> REWARD =
      List.of("click_model.num_epochs", "click_model.batch_size", "click_model.rm_lr");
  private static final List<String> LOG = List.of("seed", "log", "world.slate_size");
  private static final List<String> RECSIM =
      List.of("seed", "worlds", "agents", "world", "agent", "training");
  private static final List<String> SAMPLE =
      List.of(
          "seed",
          "worlds",
          "agents",
          "log",
          "agent",
          "training.num_updates",
          "training.decay_ratio",
          "training.epsilon_start",
          "training.epsilon_end",
          "training.eval_epsilon",
          "training.boltzmann",
          "training.buffer_size",
          "training.minimum_fill_replay_buffer",
          "training.batch_size",
          "training.sync_freq",
          "training.soft_update_tau",
          "training.if_use_main_target_for_others",
          "training.q_net_lr",
          "training.if_use_lr_scheduler",
          "training.lr_scheduler_alpha",
          "training.gamma",
          "training.use_intra_slate_gamma",
          "training.grad_clip",
          "training.eval_freq",
          "training.num_eval_episodes",
          "click_model.policy_epochs",
          "click_model.data_click_bonus",
          "click_model.max_episode_steps",
          "world.fidelity",
          "world.env_seed",
          "world.slate_size",
          "world.num_candidates",
          "world.batch_step_size",
          "world.recsim_skew_ratio",
          "world.recsim_slate_reward_type");

  private final String text;
  private final String stage;

  OriginalProgram(String text, String stage) {
    this.text = text;
    this.stage = stage;
  }

  /**
   * The program of a name.
   *
   * @throws UsageProblem naming all if there is none
   */
  public static OriginalProgram of(String name) {
    for (OriginalProgram each : values()) if (each.text.equals(name)) return each;
    throw new UsageProblem(
        "unknown program %s; there are %s"
            .formatted(
                Shown.value(name),
                Arrays.stream(values()).map(each -> each.text).collect(Collectors.joining(", "))));
  }

  /** The name on the command line. */
  public String text() {
    return text;
  }

  /** The last stage that it stands for; empty for a whole run. */
  public String stage() {
    return stage;
  }

  /**
   * Whether the program reads a setting.
   *
   * @param sample whether agents learn in the learned world
   */
  boolean reads(String key, boolean sample) {
    return switch (this) {
      case TRAIN_POLICY -> within(key, sample ? SAMPLE : RECSIM);
      case TRAIN_EMBEDDING -> within(key, LOG) || within(key, EMBEDDING);
      case TRAIN_REWARD_MODEL -> within(key, LOG) || within(key, REWARD);
      case GENERATE_LOG -> within(key, LOG);
    };
  }

  private static boolean within(String key, List<String> groups) {
    return groups.stream().anyMatch(each -> key.equals(each) || key.startsWith(each + "."));
  }
}
