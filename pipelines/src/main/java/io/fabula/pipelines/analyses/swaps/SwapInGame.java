package io.fabula.pipelines.analyses.swaps;

import io.fabula.analysis.causal.PairedEffects;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.envs.edits.ActionGroup;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.edits.EndingCause;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.RewrittenPlay;
import io.fabula.model.twins.StateRule;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.analyses.LearnedWorld;
import io.fabula.pipelines.analyses.Readout;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardCount;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stories.Subject;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Plays the same levels of the real game by the agent as it is and by twins whose memory is
 * rewritten after every step, where causes of death are known exactly.
 *
 * @param name of the stage
 * @param agent the stage that makes the agent
 * @param reduction the stage that finds the components of its states
 * @param options what is swapped and played
 */
public record SwapInGame(String name, String agent, String reduction, Options options)
    implements Stage {
  static final String WORLD = "real";

  /**
   * What decides the play beside agent and components.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param swap what is swapped
   */
  public record Options(long seed, Subject subject, SwapSettings swap) implements Serializable {
    private ShardCount split() {
      return swap.split(swap.levels());
    }
  }

  @Override
  public int version() {
    return 2;
  }

  @Override
  public List<String> inputs() {
    return List.of(agent, reduction);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.split().shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    SwapSettings settings = options.swap();
    Projector projector = ProjectionTable.read(work.input(reduction));
    List<Variants.Variant> variants;
    try (ImpalaNetwork network = LearnedWorld.agent(work.input(agent))) {
      variants = Variants.of(settings, projector, Readout.of(network));
    }
    long first = settings.firstLevel() + (long) options.split().first(work.shard());
    long[] levels = LongStream.range(first, first + options.split().count(work.shard())).toArray();
    EditableWorld world = options.subject().newWorld();
    try (RecurrentNetwork network = options.subject().agent(work.input(agent));
        SteppingAgent player = new SteppingAgent(network)) {
      RewrittenPlay play =
          new RewrittenPlay(
              world, player, settings.maxSteps(), Seeds.of(options.seed(), "swap-directions"));
      List<RewrittenPlay.Episode> episodes =
          play.play(levels, variants.stream().map(SwapInGame::rule).toList());
      List<PairedEffects.Outcome> outcomes = new ArrayList<>();
      for (RewrittenPlay.Episode each : episodes) {
        outcomes.add(
            new PairedEffects.Outcome(
                variants.get(each.twin()).name(),
                each.level(),
                measures(world, each),
                each.actions()));
      }
      work.summary(new SwapTables.Outcomes(names(world), outcomes));
    }
  }

  private static StateRule rule(Variants.Variant variant) {
    return variant.touches() ? SwapRule.of(variant.swap()) : StateRule.NONE;
  }

  private static List<EndingCause> causes(EditableWorld world) {
    List<EndingCause> causes = new ArrayList<>(world.editor().causes());
    if (causes.stream().noneMatch(each -> each.name().equals(BlindPlay.CUT_OFF.name()))) {
      causes.add(BlindPlay.CUT_OFF);
    }
    return causes;
  }

  private static List<String> names(EditableWorld world) {
    List<String> names = new ArrayList<>(List.of("return", "steps"));
    for (EndingCause each : causes(world)) names.add("ends: " + each.name());
    for (String each : world.editor().footings()) names.add("lands on: " + each);
    for (ActionGroup each : world.editor().actionGroups()) names.add("acts: " + each.name());
    return names;
  }

  private static double[] measures(EditableWorld world, RewrittenPlay.Episode episode) {
    List<Double> values = new ArrayList<>();
    values.add(episode.returnRaw());
    values.add((double) episode.length());
    for (EndingCause each : causes(world)) {
      values.add(each.name().equals(episode.cause()) ? 1.0 : 0.0);
    }
    for (int landings : episode.landings()) values.add(landings > 0 ? 1.0 : 0.0);
    for (ActionGroup each : world.editor().actionGroups()) {
      double count = 0;
      for (int action : each.actions()) count += episode.actions()[action];
      values.add(count / episode.length());
    }
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    return new SwapTables(WORLD, options.swap()).finish(work, options.seed());
  }
}
