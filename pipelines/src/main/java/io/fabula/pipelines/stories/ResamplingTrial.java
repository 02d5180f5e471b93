package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.causal.BootstrapInterval;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.EditableWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.twins.BlindPlay;
import io.fabula.model.twins.BlindTwin;
import io.fabula.model.twins.PatchedPlay;
import io.fabula.model.twins.StatePatch;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToDoubleBiFunction;

/** Replaces the memory of one agent, or directions of it, in states that have a feature in view. */
final class ResamplingTrial {
  private static final String WHOLE = "whole state";

  /** Memories of each part: of the sharing state, of its redrawn twin, of a lacking state. */
  private static final int DONORS = 3;

  private final ResampleStates.Options options;
  private final String feature;
  private final SteppingAgent player;
  private final EditableWorld world;
  private final List<Moment> having = new ArrayList<>();
  private final List<Moment> lacking = new ArrayList<>();

  ResamplingTrial(ResampleStates.Options options, String feature, SteppingAgent player) {
    this.options = options;
    this.feature = feature;
    this.player = player;
    world = options.subject().newWorld();
    pick();
  }

  /** Whether states of at least two levels have the feature in view. */
  boolean seenOften() {
    return having.stream().map(Moment::level).distinct().count() >= 2;
  }

  /** A state of some episode. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Moment(long level, int step, byte[] snapshot, float[] state, float[] redrawn) {}

  /** What is replaced. */
  private record Part(String name, StatePatch patch) {}

  private List<Part> parts(Projector projector, Artifact edits) {
    List<Part> parts = new ArrayList<>(List.of(new Part(WHOLE, StatePatch.everything())));
    int k = projector.independentCount();
    List<PathDirections> directions =
        StoryDirections.of(k, options.subject(), List.of(feature), edits);
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

  private void pick() {
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

  /**
   * What replacing each part of the state does.
   *
   * @param projector the components of the agent's states
   * @param edits for the directions in which edits move the state
   */
  List<ExperimentEffects.Effect> effects(Projector projector, Artifact edits) {
    List<Part> parts = parts(projector, edits);
    List<ExperimentEffects.Effect> effects = new ArrayList<>();
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
    quantities.put(ResampleStates.SHARING, (part, twins) -> variation(part, 0, twins));
    quantities.put(ResampleStates.UNSEEN, (part, twins) -> variation(part, 1, twins));
    quantities.put(
        ResampleStates.POLICY,
        (part, twins) -> variation(part, 1, twins) - variation(part, 0, twins));
    quantities.put(
        ResampleStates.RETURN,
        (part, twins) -> twin(part, 1, twins).undiscounted() - twin(part, 0, twins).undiscounted());
    if (!lacking.isEmpty()) {
      quantities.put(
          ResampleStates.LACKING,
          (part, twins) -> variation(part, 2, twins) - variation(part, 0, twins));
    }
    quantities.forEach(
        (quantity, value) -> tell(parts, starts, outcomes, quantity, value, effects));
    return effects;
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
                  ResampleStates.LEVEL,
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
}
