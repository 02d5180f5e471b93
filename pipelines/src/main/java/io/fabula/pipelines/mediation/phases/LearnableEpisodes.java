package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DetectorTraining;
import io.fabula.model.detectors.StepSequences;
import io.fabula.model.detectors.VisitCounts;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.mediation.settings.VariableSettings;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Row;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** What detectors of a seed are learned from: the first half of its recorded episodes. */
final class LearnableEpisodes {
  private static final int POLICIES = 2;

  private final Artifact recorded;
  private final ObjectWorlds worlds;
  private final VariableSettings settings;
  private final int shard;
  private final HeldOutEpisodes heldOut;

  /**
   * @param recorded artifact of the recording
   * @param shard number of the seed
   */
  LearnableEpisodes(Artifact recorded, LearnVariable.Options options, int shard) {
    this.recorded = recorded;
    this.worlds = options.worlds();
    this.settings = options.variable();
    this.shard = shard;
    List<String> events = worlds.events();
    List<Row> rows = RecordEpisodes.episodes(recorded, events, shard);
    int episodes = rows.size() / POLICIES;
    heldOut = new HeldOutEpisodes(rows, events, episodes, episodes / 2);
  }

  /** All episodes, with what is held out of learning. */
  HeldOutEpisodes heldOut() {
    return heldOut;
  }

  /** The distinct states of a view, bytes {@code [states, inputs]}. */
  byte[] states(ObjectView view) throws IOException {
    return visits(view).bytes("states");
  }

  /** Visits of a policy's episodes. */
  VisitCounts visits(ObjectView view, int policy) throws IOException {
    return RecordEpisodes.visits(visits(view), RecordEpisodes.POLICIES.get(policy));
  }

  private TensorFile visits(ObjectView view) throws IOException {
    return RecordEpisodes.visits(recorded, view, shard);
  }

  /** Prepares to learn in one of the ways that use all episodes. */
  DetectorTraining training(Variant variant) throws IOException {
    ObjectView view = variant.view(settings);
    int learned = heldOut.first();
    DetectorData data =
        new DetectorData(
            states(view),
            worlds.make().size(view),
            heldOut.returns(0, learned),
            visits(view, 0).part(0, learned),
            visits(view, 1).part(0, learned));
    return new DetectorTraining(
        data,
        settings.options(variant.target(settings)),
        predicted(variant),
        variant.bootstrapped(settings) ? Optional.of(sequences(variant)) : Optional.empty());
  }

  /** What is predicted of each episode that is learned from. */
  private boolean[] predicted(Variant variant) {
    Optional<String> event = variant == Variant.CHOSEN ? settings.event() : Optional.empty();
    return event.isPresent() ? heldOut.learnedFrom(event.get()) : heldOut.succeeded();
  }

  /** Prepares to learn what follows a first event; empty if it happens too rarely. */
  Optional<DetectorTraining> trainingGiven() throws IOException {
    if (settings.first().isEmpty()) return Optional.empty();
    EpisodesGiven learned = given(0, heldOut.first());
    if (!learned.enough() || !given(heldOut.first(), heldOut.episodes()).enough()) {
      return Optional.empty();
    }
    ObjectView view = Variant.GIVEN.view(settings);
    DetectorData data =
        new DetectorData(
            states(view),
            worlds.make().size(view),
            learned.returns(0),
            learned.visits().get(0),
            learned.visits().get(1));
    return Optional.of(
        new DetectorTraining(
            data,
            settings.options(Variant.GIVEN.target(settings)),
            learned.succeeded(),
            Optional.empty()));
  }

  /** A detector of what follows, on held-out episodes: numbers of {@link EpisodesGiven#schema}. */
  List<Double> measureGiven(DetectorNetwork network) throws IOException {
    return given(heldOut.first(), heldOut.episodes())
        .measure(network.logits(states(Variant.GIVEN.view(settings))), heldOut.events());
  }

  private EpisodesGiven given(int from, int to) throws IOException {
    int[][][] paths = paths();
    int[] seenAs = seenAs(Variant.GIVEN.view(settings));
    return EpisodesGiven.of(
        IntStream.range(0, POLICIES).mapToObj(p -> heldOut.of(p, from, to)).toList(),
        Arrays.stream(paths)
            .map(
                policy ->
                    Arrays.stream(policy, from, to)
                        .map(path -> Arrays.stream(path).map(state -> seenAs[state]).toArray())
                        .toArray(int[][]::new))
            .toList(),
        settings.first().orElseThrow());
  }

  private StepSequences sequences(Variant variant) throws IOException {
    int[][][] paths = paths();
    int learned = heldOut.first();
    return new StepSequences(
        states(ObjectView.PLANES),
        worlds.make().size(ObjectView.PLANES),
        seenAs(variant.view(settings)),
        Arrays.copyOf(paths[0], learned),
        Arrays.copyOf(paths[1], learned));
  }

  /** For each policy and episode the numbers of its states, in the view that tells most apart. */
  private int[][][] paths() throws IOException {
    TensorFile steps = steps();
    int[][][] paths = new int[POLICIES][][];
    for (int p = 0; p < POLICIES; p++) {
      int[] lengths =
          heldOut.of(p, 0, heldOut.episodes()).stream()
              .mapToInt(row -> row.integer("length"))
              .toArray();
      paths[p] = RecordedEpisodes.split(steps.longs(RecordEpisodes.POLICIES.get(p), -1), lengths);
    }
    return paths;
  }

  /** For each of those states its number in a view. */
  private int[] seenAs(ObjectView view) throws IOException {
    int[] asObjects =
        Arrays.stream(steps().longs(RecordEpisodes.SEEN_AS, -1)).mapToInt(i -> (int) i).toArray();
    return view == ObjectView.PLANES ? IntStream.range(0, asObjects.length).toArray() : asObjects;
  }

  private TensorFile steps() throws IOException {
    return TensorFile.read(SeedShards.file(recorded, RecordEpisodes.STEPS, shard, "safetensors"));
  }
}
