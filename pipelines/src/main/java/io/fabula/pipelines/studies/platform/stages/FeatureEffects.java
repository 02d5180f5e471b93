package io.fabula.pipelines.studies.platform.stages;

import io.fabula.envs.Action;
import io.fabula.envs.ObservationBatch;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.platform.PlatformState;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.Actor;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnPolicy;
import io.fabula.model.mpdqn.ValueGradient;
import io.fabula.pipelines.studies.platform.settings.DeletionSettings;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Gives one feature of a decision at a time other values that occur in the recording, in what the
 * network sees and in the world itself, and measures what that changes. Futures of the world begin
 * with the same noise with and without the change.
 */
public final class FeatureEffects implements AutoCloseable {
  private static final int TRIES = 50;
  private static final double WIDTH = 1035;

  private final DeletionSettings settings;
  private final long seed;
  private final List<float[]> seen = new ArrayList<>();
  private final List<PlatformState> occurred = new ArrayList<>();
  private final ValueGradient network;
  private final Actor actor;
  private final Platform world = new Platform();
  private final ObservationBatch observation;

  /**
   * What was measured.
   *
   * @param values other values that were given, 0 if none could be
   * @param actionChanged share of them with which another action was chosen, NaN for no value
   * @param parameterChanged mean change of the first chosen action's parameter, as a share of its
   *     range
   * @param returnChanged mean absolute change of how far the episode gets; NaN in the network
   */
  record Effect(int values, double actionChanged, double parameterChanged, double returnChanged) {
    static final Effect NONE = new Effect(0, Double.NaN, Double.NaN, Double.NaN);
  }

  FeatureEffects(MpDqnNetwork agent, Decisions decisions, DeletionSettings settings, long seed) {
    this.settings = settings;
    this.seed = seed;
    for (Decisions.Episode each : decisions.episodes()) {
      seen.addAll(each.states());
      occurred.addAll(states(each));
    }
    int rows = ExplainDecisions.FEATURES.size() * settings.networkValues() + 1;
    network = new ValueGradient(agent, ValueGradient.Mode.PARTIAL, rows);
    actor = new MpDqnPolicy(agent).actor(1);
    observation = new ObservationBatch(world.spec().observations(), 1);
  }

  /** Where everything was before each decision of an episode. */
  public static List<PlatformState> states(Decisions.Episode episode) {
    Platform world = new Platform();
    world.reset(episode.levelSeed());
    List<PlatformState> states = new ArrayList<>();
    for (Action.Parameterised action : episode.actions()) {
      states.add(world.state());
      world.step(action);
    }
    return states;
  }

  /** Effects of each feature in what the network sees. */
  List<Effect> inNetwork(int episode, int t, float[] state) {
    int features = state.length;
    int values = settings.networkValues();
    RandomStream random = new RandomStream(Seeds.of(seed, "network", episode, t));
    float[] rows = new float[(features * values + 1) * features];
    int[] given = new int[features];
    for (int row = 0; row <= features * values; row++) {
      System.arraycopy(state, 0, rows, row * features, features);
    }
    for (int i = 0; i < features; i++) {
      for (int v = 0; v < values; v++) {
        for (int attempt = 0; attempt < TRIES; attempt++) {
          float other = seen.get(random.nextInt(seen.size()))[i];
          if (other == state[i]) continue;
          rows[(i * values + given[i]++) * features + i] = other;
          break;
        }
      }
    }
    ValueGradient.Judgement judged = network.judge(rows);
    int last = features * values;
    int action = judged.actions()[last];
    int width = judged.parameters().length / (last + 1);
    float parameter = judged.parameters()[last * width + action];
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < features; i++) {
      if (given[i] == 0) {
        effects.add(Effect.NONE);
        continue;
      }
      double actions = 0;
      double parameters = 0;
      for (int v = 0; v < given[i]; v++) {
        int row = i * values + v;
        if (judged.actions()[row] != action) actions++;
        parameters += share(judged.parameters()[row * width + action], parameter);
      }
      effects.add(new Effect(given[i], actions / given[i], parameters / given[i], Double.NaN));
    }
    return effects;
  }

  /** Difference of two parameters on the scale of -1..1, clipped, as a share of the range. */
  private static double share(double first, double second) {
    double a = Math.min(Math.max(first, -1), 1);
    double b = Math.min(Math.max(second, -1), 1);
    return Math.abs(a - b) / 2;
  }

  /** How an episode goes on from a state. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Future(Action.Parameterised first, float[] parameters, double reached) {}

  /** The seed of the noise with which futures of a decision begin. */
  public static long noise(long seed, int episode, int t) {
    return Seeds.of(seed, "future", episode, t);
  }

  /** Effects of each feature in the world; none for those that cannot be changed there. */
  List<Effect> inWorld(int episode, int t, PlatformState state) {
    RandomStream random = new RandomStream(Seeds.of(seed, "world", episode, t));
    long noise = noise(seed, episode, t);
    Future before = play(noise, state);
    List<Effect> effects = new ArrayList<>();
    for (int i = 0; i < ExplainDecisions.FEATURES.size(); i++) {
      effects.add(i < WorldEdits.EDITABLE ? inWorld(before, noise, state, i, random) : Effect.NONE);
    }
    return effects;
  }

  private Effect inWorld(
      Future before, long noise, PlatformState state, int feature, RandomStream random) {
    int given = 0;
    double actions = 0;
    double parameters = 0;
    double returns = 0;
    for (int tries = 0; tries < TRIES && given < settings.worldValues(); tries++) {
      PlatformState other = occurred.get(random.nextInt(occurred.size()));
      Optional<PlatformState> edited = WorldEdits.with(state, feature, other);
      if (edited.isEmpty()) continue;
      Future after = play(noise, edited.get());
      given++;
      int action = before.first().index();
      if (after.first().index() != action) actions++;
      parameters += share(after.parameters()[action], before.parameters()[action]);
      returns += Math.abs(after.reached() - before.reached());
    }
    return given == 0
        ? Effect.NONE
        : new Effect(given, actions / given, parameters / given, returns / given);
  }

  private Future play(long noise, PlatformState start) {
    world.reset(noise, start);
    actor.begin(0, noise);
    Action.Parameterised first = null;
    float[] parameters = new float[world.spec().actions().count()];
    while (!world.done()) {
      observation.put(0, world);
      actor.see(0, world, observation);
      actor.decide();
      Action.Parameterised action = (Action.Parameterised) actor.action(0);
      if (first == null) {
        first = action;
        actor.extra(1, 0, parameters);
      }
      world.step(action);
    }
    if (first == null) throw new IllegalStateException("the episode had ended before it began");
    return new Future(first, parameters, world.state().x() / WIDTH);
  }

  @Override
  public void close() {
    network.close();
    actor.close();
  }
}
