package io.fabula.pipelines.studies.interpret.settings;

import com.google.errorprone.annotations.FormatMethod;
import io.fabula.analysis.clustering.Behaviours;
import io.fabula.analysis.embedding.Tsne;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import io.fabula.envs.edits.WorldEditor;
import io.fabula.pipelines.analyses.AnalysesSettings;
import io.fabula.pipelines.analyses.Selection;
import io.fabula.pipelines.analyses.generation.InterpolationSettings;
import io.fabula.pipelines.analyses.saliency.SaliencySettings;
import io.fabula.pipelines.stories.StorySettings;
import java.util.Collections;
import java.util.Locale;

/**
 * What several settings must fulfil together, so that nothing is refused by a stage after an hour.
 * Messages begin with the key to change.
 */
final class Combinations {
  private Combinations() {}

  /** The groups of settings that are checked together. */
  record Groups(
      WorldSettings world,
      AgentSettings agent,
      EvaluationSettings evaluation,
      RecordingSettings recording,
      SimulatorSettings simulator,
      PredictionSettings prediction,
      SimulationSettings simulation,
      ReductionSettings reduction,
      BehaviourSettings behaviours,
      CorrelationSettings correlations,
      StorySettings stories,
      GradientSettings gradients,
      AnalysesSettings analyses) {}

  static void check(Groups settings) {
    asOneSaysIt("agent.", () -> settings.agent().architecture());
    asOneSaysIt("agent.ppo.", () -> settings.agent().ppo().options());
    asOneSaysIt(
        "agent.ppo.",
        () -> settings.agent().ppo().options().minibatches(settings.agent().recurrent()));
    levels(settings.world(), settings.evaluation());
    simulator(settings);
    windows(settings);
    reduction(settings);
    behaviours(settings);
    stories(settings.stories());
    require(
        settings.gradients().samples() <= settings.simulation().samples(),
        "gradients.samples must be at most simulation.samples, which is %d, got %d",
        settings.simulation().samples(),
        settings.gradients().samples());
    analyses(settings);
  }

  private static void analyses(Groups settings) {
    SaliencySettings saliency = settings.analyses().saliency();
    asOneSaysIt(
        "analyses.saliency.",
        () ->
            new Selection("sample_ids", saliency.sampleIds()).of(settings.simulation().samples()));
    asOneSaysIt(
        "analyses.edits.features: ",
        () -> {
          WorldEditor editor = new CoinRun(CoinRunOptions.DEFAULT).editor();
          settings.analyses().edits().features().forEach(editor::feature);
        });
    require(
        settings.analyses().swap().samples() <= settings.simulation().samples(),
        "analyses.swap.samples must be at most simulation.samples, which is %d, got %d",
        settings.simulation().samples(),
        settings.analyses().swap().samples());
    require(
        saliency.timestep() < settings.simulation().steps(),
        "analyses.saliency.timestep must be below simulation.steps, which is %d, got %d",
        settings.simulation().steps(),
        saliency.timestep());
    require(
        settings.analyses().jacobian().gradTimestep() <= saliency.timestep(),
        "analyses.jacobian.grad_timestep must be at most analyses.saliency.timestep, which is %d,"
            + " got %d",
        saliency.timestep(),
        settings.analyses().jacobian().gradTimestep());
    require(
        settings.analyses().targetFunc().timestep() < settings.simulation().steps(),
        "analyses.target_func.timesteps must be below simulation.steps, which is %d, got %d",
        settings.simulation().steps(),
        settings.analyses().targetFunc().timestep());
    InterpolationSettings interpolation = settings.analyses().interpolation();
    require(
        interpolation.randomEnds() || 2 * interpolation.pairs() <= settings.simulation().samples(),
        "analyses.interpolation.pairs must be at most half of simulation.samples, which is %d, got"
            + " %d",
        settings.simulation().samples(),
        interpolation.pairs());
  }

  /** What is asked of the world must be there. */
  private static void stories(StorySettings stories) {
    WorldEditor editor = new CoinRun(CoinRunOptions.DEFAULT).editor();
    asOneSaysIt("stories.features: ", () -> stories.features().forEach(editor::feature));
    asOneSaysIt("stories.edits: ", () -> stories.edits().forEach(editor::edit));
  }

  /** Runs a check of an algorithm, whose messages begin with its own name of the key. */
  private static void asOneSaysIt(String group, Runnable check) {
    try {
      check.run();
    } catch (IllegalArgumentException e) {
      String[] words = String.valueOf(e.getMessage()).split(" ", 2);
      String key = words[0].replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
      throw new IllegalArgumentException(group + key + (words.length > 1 ? " " + words[1] : ""), e);
    }
  }

  /** Levels that are trained on are not unseen. */
  private static void levels(WorldSettings world, EvaluationSettings evaluation) {
    if (world.distribution() == Distribution.EXPLORATION) {
      require(
          world.numLevels() == 0 && world.startLevel() == 0,
          "world.num_levels must be 0, and start_level too, where the distribution is exploration,"
              + " which is one fixed level; got %d and %d",
          world.numLevels(),
          world.startLevel());
      return;
    }
    if (world.numLevels() == 0) return;
    long end = (long) world.startLevel() + world.numLevels();
    require(
        end - 1 <= Integer.MAX_VALUE,
        "world.num_levels must end at level %d, got %d from level %d",
        Integer.MAX_VALUE,
        world.numLevels(),
        world.startLevel());
    long first = evaluation.firstLevel();
    require(
        first >= end || first + evaluation.levels() <= world.startLevel(),
        "evaluation.first_level must leave out the levels %d to %d, which are trained on; got"
            + " levels %d to %d",
        world.startLevel(),
        end - 1,
        first,
        first + evaluation.levels() - 1);
  }

  private static void simulator(Groups settings) {
    boolean reference = settings.agent().from().equals(AgentSettings.REFERENCE);
    int pool = reference ? AgentSettings.REFERENCE_POOL : settings.agent().pool();
    require(
        settings.simulator().size() != SimulatorSettings.Size.PAPER || pool == 1,
        "simulator.size must be mini where the agent sees averages, got paper with %s",
        reference ? "agent.from=reference, which sees those of 2 x 2" : "agent.pool " + pool);
    int holdout = settings.simulator().holdoutEpisodes();
    require(
        settings.recording().episodes() > holdout,
        "recording.episodes must be above simulator.holdout_episodes, which is %d, got %d",
        holdout,
        settings.recording().episodes());
  }

  /** Where episodes are cut off, there must be a whole window to learn from and to measure on. */
  private static void windows(Groups settings) {
    int longest = settings.recording().maxSteps();
    if (longest == 0) return;
    long rows = longest + 1L; // with the frame after the last action
    int holdout = settings.simulator().holdoutEpisodes();
    int context = settings.simulator().contextFrames();
    int learned = context + settings.simulator().steps() - 1;
    require(
        (settings.recording().episodes() - holdout) * rows > learned,
        "recording.max_steps must give more rows than a training window's %d, got %d",
        learned,
        longest);
    int predicted = context + settings.prediction().steps() - 1;
    require(
        holdout * rows > predicted,
        "recording.max_steps must give more rows of simulator.holdout_episodes than a predicted"
            + " window's %d, got %d",
        predicted,
        longest);
  }

  private static void reduction(Groups settings) {
    int components = settings.reduction().ics();
    require(
        !settings.agent().from().equals(AgentSettings.TRAINING)
            || components <= settings.agent().hidden(),
        "reduction.ics must be at most agent.hidden, which is %d, got %d",
        settings.agent().hidden(),
        components);
    require(
        settings.reduction().fitRows() > components,
        "reduction.fit_rows must be above reduction.ics, which is %d, got %d",
        components,
        settings.reduction().fitRows());
  }

  private static void behaviours(Groups settings) {
    int steps = settings.simulation().steps();
    require(
        !settings.behaviours().differences().isEmpty(),
        "behaviours.differences must be one or more, got none");
    int largest = Collections.max(settings.behaviours().differences());
    require(
        largest < steps,
        "behaviours.differences must be below simulation.steps, which is %d, got %d",
        steps,
        largest);
    long samples = Math.min(settings.behaviours().samples(), settings.simulation().samples());
    long rows = samples * (steps - largest);
    require(
        settings.behaviours().clusters() <= rows,
        "behaviours.clusters must be at most the number of rows, which is %d, got %d",
        rows,
        settings.behaviours().clusters());
    double perplexity = Tsne.Options.BEHAVIOURS.perplexity();
    require(
        settings.behaviours().embedding() != Behaviours.Embedding.TSNE || rows > perplexity,
        "behaviours.samples must give more than the %.0f rows that count as neighbours in a t-SNE"
            + " map, got %d",
        perplexity,
        rows);
    for (int each : settings.correlations().shownDifferences()) {
      require(
          each < steps,
          "correlations.shown_differences must be below simulation.steps, which is %d, got %d",
          steps,
          each);
    }
  }

  @FormatMethod
  private static void require(boolean holds, String otherwise, Object... values) {
    if (!holds) throw new IllegalArgumentException(otherwise.formatted(values));
  }
}
