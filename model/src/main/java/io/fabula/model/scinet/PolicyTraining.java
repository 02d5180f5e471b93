package io.fabula.model.scinet;

import io.fabula.envs.ActionBatch;
import io.fabula.envs.EpisodeSeeds;
import io.fabula.envs.VectorEnvironment;
import io.fabula.envs.coordinates.CoordinateWorld;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.FiniteCheck;
import io.fabula.model.training.OptimiserState;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * Trains one agent by deep energy-based projective simulation (paper, appendix; Jerbi et al. 2021).
 * Lanes play side by side, each beginning its next episode by itself. An episode's samples join a
 * queue when it ends, and whenever a whole batch waits, one update uses the oldest ones, each once.
 *
 * <p>An advance is one step of all lanes with the updates that it allows. The training is one
 * thread's work; its whole state can be saved between two advances.
 *
 * @implNote the original's workers, predictors and trainer are processes that share weights without
 *     locks; here the same steps run in a fixed order, so that a target's preference is of the
 *     weights that acted and no update lags.
 */
public final class PolicyTraining implements Trainable, AutoCloseable {
  /** Columns of the log; each row is over the episodes since the row before. */
  public static final List<String> COLUMNS =
      List.of("episodes", "steps", "updates", "length_mean", "score_mean", "success", "loss_mean");

  private static final String FORMAT = "fabula-scinet-policy-1";
  private static final String WORLDS = "worlds";
  private static final String STREAMS = "lanes.streams";
  private static final String COUNTERS = "counters";
  private static final String SUMS = "sums";

  private final PolicyOptions options;
  private final StateSpace space;
  private final long seed;
  private final List<CoordinateWorld> worlds = new ArrayList<>();
  private final VectorEnvironment vector;
  private final ActionBatch actions;
  private final PreferenceNetwork network;
  private final PreferencePlan acting;
  private final PreferenceStep learning;
  private final SoftmaxChoice choice;
  private final Lanes lanes;
  private final List<RandomStream> streams = new ArrayList<>();
  private final SampleQueue samples = new SampleQueue();
  private final EpisodeLog episodes = new EpisodeLog();
  private final TrainingLog log = new TrainingLog(COLUMNS);
  private final TrainingClock clock = new TrainingClock();
  private final FiniteCheck check = new FiniteCheck(List.of("learning_rate"));
  private final int[] states;
  private final float[] observations;
  private final float[] preferences;
  private final float[] pairs;
  private final float[] wanted;
  private long steps;
  private int completedSinceRow;
  private double lossSinceRow;
  private long updatesSinceRow;

  /**
   * Begins a training.
   *
   * @param makeWorld makes the world of one lane; the same objective each time
   * @param seed everything random comes from it
   */
  public PolicyTraining(
      Supplier<? extends CoordinateWorld> makeWorld, PolicyOptions options, long seed) {
    this.options = options;
    this.seed = seed;
    for (int i = 0; i < options.lanes(); i++) worlds.add(makeWorld.get());
    space = StateSpace.of(worlds.get(0));
    EpisodeSeeds starts = EpisodeSeeds.of(Seeds.of(seed, "worlds"));
    vector = VectorEnvironment.of(worlds, starts, 1, false);
    actions = new ActionBatch(vector.spec().actions(), options.lanes());
    PreferenceArchitecture architecture =
        new PreferenceArchitecture(space.observationSize(), space.actions(), options.hidden());
    network = PreferenceNetwork.create(architecture, seed);
    acting = new PreferencePlan(network, options.lanes());
    learning =
        new PreferenceStep(
            network,
            options.batch(),
            options.learningRate(),
            PolicyOptions.adam(options.weightDecay()));
    choice = new SoftmaxChoice(options.softmax(), space.actions());
    lanes = new Lanes(options.lanes());
    for (int i = 0; i < options.lanes(); i++) {
      streams.add(new RandomStream(Seeds.of(seed, "actions", i)));
    }
    states = new int[options.lanes()];
    observations = new float[options.lanes() * space.observationSize()];
    preferences = new float[options.lanes() * space.actions()];
    pairs = new float[options.batch() * (space.observationSize() + space.actions())];
    wanted = new float[options.batch()];
  }

  /** All states of the world. */
  public StateSpace space() {
    return space;
  }

  /** The network that is trained. */
  public PreferenceNetwork network() {
    return network;
  }

  /** Every episode so far. */
  public EpisodeLog episodes() {
    return episodes;
  }

  /** The log so far. */
  public TrainingLog log() {
    return log;
  }

  /** Updates made so far. */
  public long updates() {
    return learning.optimiser().steps();
  }

  /** Steps of worlds so far, over all lanes. */
  public long worldSteps() {
    return steps;
  }

  /** The preferences that the agent has now in every state. */
  public PreferenceTable table() {
    return PreferenceTable.of(network, space);
  }

  @Override
  public void advance() {
    int width = space.observationSize();
    for (int i = 0; i < states.length; i++) {
      states[i] = space.state(worlds.get(i));
      space.observe(states[i], observations, i * width);
    }
    acting.run(observations, preferences);
    check.numbers("episode " + episodes.count(), "preferences", preferences);
    for (int i = 0; i < states.length; i++) {
      actions.indices()[i] = choice.draw(preferences, i * space.actions(), streams.get(i));
    }
    vector.step(actions);
    steps += states.length;
    for (int i = 0; i < states.length; i++) record(i);
    while (samples.size() >= options.batch()) update();
  }

  private void record(int i) {
    Lane lane = lanes.get(i);
    int action = actions.indices()[i];
    float preference = preferences[i * space.actions() + action];
    lane.add(states[i], action, preference, vector.rewards()[i]);
    if (!vector.terminated()[i] && !vector.truncated()[i]) return;
    GlowTargets.Samples kept = options.targets().of(lane.preferences, lane.rewards, lane.length);
    for (int k = 0; k < kept.steps().length; k++) {
      int t = kept.steps()[k];
      samples.add(lane.states[t], lane.actions[t], (float) kept.targets()[k]);
    }
    episodes.add(lane.length, lane.score());
    if (vector.completed()[i]) completedSinceRow++;
    lane.length = 0;
    if (episodes.count() % options.logEvery() == 0) addRow();
  }

  private void update() {
    samples.take(options.batch(), space, pairs, wanted);
    double loss = learning.update(pairs, wanted);
    check.number("update " + updates(), "loss", loss);
    lossSinceRow += loss;
    updatesSinceRow++;
  }

  private void addRow() {
    double length = 0;
    double score = 0;
    int count = options.logEvery();
    for (int i = episodes.count() - count; i < episodes.count(); i++) {
      length += episodes.length(i);
      score += episodes.score(i);
    }
    TrainingLog.Row row = log.newRow();
    row.set("episodes", episodes.count())
        .set("steps", (double) steps)
        .set("updates", (double) updates());
    row.set("length_mean", length / count).set("score_mean", score / count);
    row.set("success", (double) completedSinceRow / count);
    if (updatesSinceRow > 0) row.set("loss_mean", lossSinceRow / updatesSinceRow);
    log.add(row);
    completedSinceRow = 0;
    lossSinceRow = 0;
    updatesSinceRow = 0;
  }

  @Override
  public double progress() {
    return options.budget().progress(updates(), episodes.count(), seconds());
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  /** Episodes that ended so far. */
  @Override
  public long steps() {
    return episodes.count();
  }

  @Override
  public TensorFile model() {
    TensorFile file = new TensorFile();
    network.save(file);
    return file;
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = model();
    identity().save(file);
    OptimiserState.save(file, learning.optimiser(), network.parameters());
    file.put(WORLDS, Tensor.of(vector.snapshot()));
    long[] state = new long[4 * streams.size()];
    for (int i = 0; i < streams.size(); i++) {
      System.arraycopy(streams.get(i).state(), 0, state, 4 * i, 4);
    }
    file.put(STREAMS, Tensor.of(state));
    file.put(COUNTERS, Tensor.of(new long[] {steps, completedSinceRow, updatesSinceRow}));
    file.put(SUMS, Tensor.of(new double[] {lossSinceRow}));
    lanes.save(file);
    samples.save(file);
    episodes.save(file);
    log.save(file);
    clock.save(file);
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    identity().require(file);
    network.restore(file);
    OptimiserState.restore(file, learning.optimiser(), network.parameters());
    try {
      vector.restore(file.bytes(WORLDS));
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(
          file.source(), "tensor \"" + WORLDS + "\"", String.valueOf(e.getMessage()));
    }
    long[] state = file.longs(STREAMS, 4 * streams.size());
    for (int i = 0; i < streams.size(); i++) {
      streams.set(i, RandomStream.ofState(Arrays.copyOfRange(state, 4 * i, 4 * i + 4)));
    }
    long[] counters = file.longs(COUNTERS, 3);
    steps = counters[0];
    completedSinceRow = (int) counters[1];
    updatesSinceRow = counters[2];
    lossSinceRow = file.doubles(SUMS, 1)[0];
    lanes.restore(file);
    samples.restore(file);
    episodes.restore(file);
    log.restore(file);
    clock.restore(file);
  }

  /** What a checkpoint must agree with; the budget may differ. */
  private CheckpointMetadata identity() {
    String chosen =
        "seed %d, %d lanes, hidden %s, batch %d, rate %s, decay %s, softmax %s, %s"
            .formatted(
                seed,
                options.lanes(),
                options.hidden(),
                options.batch(),
                options.learningRate(),
                options.weightDecay(),
                options.softmax(),
                options.targets());
    return CheckpointMetadata.of("format", FORMAT).and("options", chosen);
  }

  @Override
  public void close() {
    acting.close();
    learning.close();
    network.close();
    vector.close();
  }
}
