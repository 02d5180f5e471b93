package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.figures.EffectIntervals;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.PatchedPlay;
import io.fabula.model.twins.StatePatch;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/**
 * Resamples an agent's memory: in states that have a feature in view, the state or one direction of
 * it is replaced by that of another episode, which shares the feature, having it in view as well,
 * or lacks it. Two kinds of states lack it: those of episodes without it in view, and the sharing
 * state's twin, which reads the same course redrawn without it. A direction that holds the feature,
 * and little else that decisions rest on, changes them more when the feature is lacking; random
 * directions are the control.
 *
 * @param name of the stage
 * @param studied the agent, with the components of its states
 * @param edits the stage that edits worlds, for the directions in which edits move the state
 * @param options what is patched
 */
public record ResampleStates(String name, EditWorlds.Watcher studied, String edits, Options options)
    implements Stage {
  private static final double LEVEL = 0.95;
  private static final int NEXT_EXPERIMENT = 100_000_000;
  private static final String WHOLE = "whole state";

  static final String SHARING = "total variation of the policy, sharing";
  static final String UNSEEN = "total variation of the policy, sharing but redrawn";
  static final String POLICY = "total variation of the policy, redrawn less sharing";
  static final String RETURN = "return from there on, redrawn less sharing";
  static final String LACKING = "total variation of the policy, lacking less sharing";

  /** Memories of each part: of the sharing state, of its redrawn twin, of a lacking state. */
  private static final int DONORS = 3;

  /**
   * What decides the patches beside the agent.
   *
   * @param seed root seed
   * @param subject the world, and how the agent is read
   * @param features that states have in view or not
   * @param levels from whose play states are taken
   * @param firstLevel seed of the first level
   * @param maxSteps steps after which an episode is cut off, or 0
   * @param every one of so many states is picked
   * @param states most states that are patched
   * @param random random directions
   * @param draws of the bootstrap
   */
  public record Options(
      long seed,
      Subject subject,
      List<String> features,
      int levels,
      int firstLevel,
      int maxSteps,
      int every,
      int states,
      int random,
      int draws)
      implements Serializable {
    /** What settings say. */
    public static Options of(
        long seed, Subject subject, StorySettings stories, RequestSettings request) {
      return new Options(
          seed,
          subject,
          stories.features(),
          request.levels(),
          stories.firstLevel() + 5 * NEXT_EXPERIMENT,
          stories.maxSteps(),
          stories.editEvery(),
          request.states(),
          request.random(),
          stories.draws());
    }
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(studied.agent(), studied.reduction(), edits);
  }

  @Override
  public int shards(Inputs inputs) {
    return options.features().size();
  }

  /** A state of some episode. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Moment(long level, int step, byte[] snapshot, float[] state, float[] redrawn) {}

  /** What is replaced. */
  private record Part(String name, StatePatch patch) {}

  @Override
  public void run(ShardWork work) throws Exception {
    String feature = options.features().get(work.shard());
    EditableWorld world = options.subject().newWorld();
    Projector projector = ProjectionTable.read(work.input(studied.reduction()));
    List<Part> parts = parts(work, projector, feature);
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
    try (RecurrentNetwork network = options.subject().agent(work.input(studied.agent()));
        SteppingAgent player = new SteppingAgent(network)) {
      List<Moment> having = new ArrayList<>();
      List<Moment> lacking = new ArrayList<>();
      pick(world, player, feature, having, lacking);
      if (having.stream().map(Moment::level).distinct().count() < 2) {
        work.note("nothing is resampled of " + feature + ": too few states have it in view");
      } else {
        patch(world, player, feature, parts, having, lacking, effects);
      }
    }
    ExperimentEffects.write(work, options.features().size(), effects);
  }

  private List<Part> parts(ShardWork work, Projector projector, String feature) {
    List<Part> parts = new ArrayList<>(List.of(new Part(WHOLE, StatePatch.everything())));
    int k = projector.independentCount();
    List<PathDirections> directions =
        StoryDirections.of(k, options.subject(), List.of(feature), work.input(edits));
    directions.add(PathDirections.all(k));
    long seed = Seeds.of(options.seed(), "resampling " + feature);
    directions.addAll(PathDirections.random(k, options.random(), 1, seed));
    Matrix jacobian = projector.jacobian();
    Matrix gradients = projector.gradientMap();
    for (PathDirections each : directions) {
      double[][] vectors = each.vectors();
      double[][] read = new double[vectors.length][];
      double[][] write = new double[vectors.length][];
      for (int i = 0; i < vectors.length; i++) {
        read[i] = jacobian.leftTimes(vectors[i]);
        write[i] = gradients.times(vectors[i]);
      }
      parts.add(new Part(each.name(), StatePatch.along(read, write)));
    }
    return parts;
  }

  private void pick(
      EditableWorld world,
      SteppingAgent player,
      String feature,
      List<Moment> having,
      List<Moment> lacking) {
    Map<Long, Integer> ofLevel = new HashMap<>();
    new BlindPlay(world, player, PlayBlind.play(feature, options.maxSteps(), options.seed()))
        .play(
            PlayBlind.levels(world, feature, options.firstLevel(), options.levels()),
            List.of(BlindTwin.seeing()),
            (level, twin, step, node, seeing, blind, action) -> {
              long stream = Seeds.of(options.seed(), "resample", level, step);
              if (new RandomStream(stream).nextInt(options.every()) != 0) return;
              world.restore(node.snapshot());
              Moment moment = new Moment(level, step, node.snapshot(), seeing, blind);
              if (!world.editor().sight(feature).present()) {
                lacking.add(moment);
              } else if (ofLevel.merge(level, 1, Integer::sum) <= StorySettings.STATES_PER_LEVEL) {
                having.add(moment);
              }
            });
    Comparator<Moment> order =
        Comparator.comparingLong(Moment::level).thenComparingInt(Moment::step);
    having.sort(order);
    lacking.sort(order);
  }

  private void patch(
      EditableWorld world,
      SteppingAgent player,
      String feature,
      List<Part> parts,
      List<Moment> having,
      List<Moment> lacking,
      List<ExperimentEffects.Effect> effects) {
    List<PatchedPlay.Start> starts = new ArrayList<>();
    for (Moment each : having.subList(0, Math.min(having.size(), options.states()))) {
      RandomStream random =
          new RandomStream(
              Seeds.of(options.seed(), "donors " + feature, each.level(), each.step()));
      Moment sharing = other(having, each, random);
      Moment without = lacking.isEmpty() ? sharing : other(lacking, each, random);
      List<float[]> memories = new ArrayList<>(List.of(each.state()));
      for (Part part : parts) {
        memories.add(part.patch().apply(each.state(), sharing.state()));
        memories.add(part.patch().apply(each.state(), sharing.redrawn()));
        memories.add(part.patch().apply(each.state(), without.state()));
      }
      starts.add(new PatchedPlay.Start(each.level(), each.step(), each.snapshot(), memories));
    }
    int most = options.maxSteps() == 0 ? Integer.MAX_VALUE : options.maxSteps();
    List<List<PatchedPlay.Outcome>> outcomes =
        new PatchedPlay(world, player, most, Seeds.of(options.seed(), "resampled play"))
            .play(starts);
    Map<String, ToDoubleBiFunction<Integer, List<PatchedPlay.Outcome>>> quantities =
        new LinkedHashMap<>();
    quantities.put(SHARING, (part, twins) -> variation(part, 0, twins));
    quantities.put(UNSEEN, (part, twins) -> variation(part, 1, twins));
    quantities.put(POLICY, (part, twins) -> variation(part, 1, twins) - variation(part, 0, twins));
    quantities.put(
        RETURN,
        (part, twins) -> twin(part, 1, twins).undiscounted() - twin(part, 0, twins).undiscounted());
    if (!lacking.isEmpty()) {
      quantities.put(
          LACKING, (part, twins) -> variation(part, 2, twins) - variation(part, 0, twins));
    }
    quantities.forEach(
        (quantity, value) -> tell(feature, parts, starts, outcomes, quantity, value, effects));
  }

  /** A moment of another level; of the same where there is no other. */
  private static Moment other(List<Moment> moments, Moment receiver, RandomStream random) {
    List<Moment> others =
        moments.stream().filter(each -> each.level() != receiver.level()).toList();
    List<Moment> from = others.isEmpty() ? moments : others;
    return from.get(random.nextInt(from.size()));
  }

  private static PatchedPlay.Outcome twin(int part, int donor, List<PatchedPlay.Outcome> twins) {
    return twins.get(1 + DONORS * part + donor);
  }

  private static double variation(int part, int donor, List<PatchedPlay.Outcome> twins) {
    return twin(part, donor, twins).decision().totalVariation(twins.get(0).decision());
  }

  private void tell(
      String feature,
      List<Part> parts,
      List<PatchedPlay.Start> starts,
      List<List<PatchedPlay.Outcome>> outcomes,
      String quantity,
      ToDoubleBiFunction<Integer, List<PatchedPlay.Outcome>> value,
      List<ExperimentEffects.Effect> effects) {
    List<Double> random = new ArrayList<>();
    List<BootstrapInterval> intervals = new ArrayList<>();
    for (int part = 0; part < parts.size(); part++) {
      Map<Long, double[]> byLevel = new TreeMap<>();
      for (int i = 0; i < starts.size(); i++) {
        double[] sums = byLevel.computeIfAbsent(starts.get(i).level(), level -> new double[2]);
        sums[0] += value.applyAsDouble(part, outcomes.get(i));
        sums[1]++;
      }
      BootstrapInterval interval =
          BootstrapInterval.ofMean(
              byLevel.values().stream().mapToDouble(sums -> sums[0] / sums[1]).toArray(),
              new BootstrapInterval.Options(
                  LEVEL,
                  options.draws(),
                  Seeds.of(
                      options.seed(), "resample " + feature + parts.get(part).name() + quantity)));
      intervals.add(interval);
      if (isRandom(parts.get(part))) random.add(interval.mean());
    }
    double[] controls = random.stream().mapToDouble(Double::doubleValue).toArray();
    for (int part = 0; part < parts.size(); part++) {
      if (isRandom(parts.get(part))) continue;
      boolean single = part > 0 && !parts.get(part).name().startsWith("all ");
      effects.add(
          ExperimentEffects.Effect.against(
              feature,
              parts.get(part).name(),
              quantity,
              intervals.get(part),
              single ? controls : new double[0]));
    }
  }

  private static boolean isRandom(Part part) {
    return part.name().startsWith("random ");
  }

  @Override
  public Map<String, Double> finish(FinishWork work) throws Exception {
    List<ExperimentEffects.Effect> effects = ExperimentEffects.read(work);
    ExperimentEffects.draw(
        work,
        effects,
        each -> each.quantity().equals(POLICY),
        new EffectIntervals.Words(
            "resampling",
            "Which directions of the state hold a feature for decisions?",
            "In states with a feature in view, a direction of the state, or all of it, is replaced"
                + " by that of another episode that shares the feature. How much more the policy"
                + " changes when that episode is redrawn without the feature, with 95 % bootstrap"
                + " intervals over levels.",
            "total variation of the policy, redrawn less sharing"));
    return Map.of("effects", (double) effects.size());
  }
}
