package io.fabula.pipelines.studies.platform.panel;

import io.fabula.envs.Action;
import io.fabula.envs.platform.Platform;
import io.fabula.envs.platform.PlatformState;
import io.fabula.model.agents.Actor;
import io.fabula.model.mpdqn.MpDqnNetwork;
import io.fabula.model.mpdqn.MpDqnPolicy;
import io.fabula.pipelines.panel.HeldView;
import io.fabula.pipelines.panel.live.TwinPlay;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.platform.stages.FeatureEffects;
import io.fabula.pipelines.studies.platform.stages.TrainAgents;
import io.fabula.pipelines.studies.platform.stages.WorldEdits;
import io.fabula.pipelines.studies.platform.tables.Decisions;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Plays on from a decision with a feature changed in the world, by the edits, the agent and the
 * noise of the stage that tests explanations.
 */
final class ChangedFeatures implements HeldView.Closing {
  static final List<String> ACTIONS = List.of("run", "hop", "leap");

  private final List<Decisions.Episode> episodes;
  private final List<String> features;
  private final Artifact agents;
  private final long seed;
  private @Nullable MpDqnNetwork network;
  private @Nullable Actor actor;

  ChangedFeatures(
      List<Decisions.Episode> episodes, List<String> features, Artifact agents, long seed) {
    this.episodes = episodes;
    this.features = features;
    this.agents = agents;
    this.seed = seed;
  }

  @Override
  public Form form() {
    return new Form(
        "From this decision the agent plays on as it was and with one feature changed in the world;"
            + " both futures begin with the same noise. The platforms themselves cannot be"
            + " changed.",
        List.of(new Choice("push", "change a feature")),
        "(units of the world, or units per unit of time)",
        30,
        WorldEdits.EDITABLE,
        false,
        "Value of each action",
        "Value of what was done");
  }

  @Override
  public List<Choice> edits() {
    return List.of();
  }

  @Override
  public Comparison compare(Intervention asked) throws IOException {
    Decisions.Episode episode = episodes.get(asked.sample());
    List<PlatformState> states = FeatureEffects.states(episode);
    if (asked.step() >= states.size()) {
      throw new IllegalArgumentException("the episode has ended before step " + (asked.step() + 1));
    }
    PlatformState state = states.get(asked.step());
    PlatformState changed =
        asked.amount() == 0
            ? state
            : WorldEdits.pushed(state, asked.component(), asked.amount())
                .orElseThrow(
                    () ->
                        new IllegalArgumentException(
                            "player and enemy would touch, which ends the episode; try another"
                                + " amount"));
    long noise = FeatureEffects.noise(seed, episode.number(), asked.step());
    Platform original = new Platform();
    original.reset(noise, state);
    Platform twin = new Platform();
    twin.reset(noise, changed);
    return new TwinPlay<Platform>(open(), "value of each action", ACTIONS, this::look)
        .play(
            String.format(
                Locale.ROOT,
                "%s changed by %+.2f",
                features.get(asked.component()),
                asked.amount()),
            original,
            twin,
            asked.steps(),
            noise);
  }

  private TwinPlay.Look look(Platform world, int row, Actor decided, Action action) {
    float[] values = new float[ACTIONS.size()];
    decided.extra(0, row, values);
    float[] seen = new float[features.size()];
    world.observe(seen, 0);
    int chosen = ((Action.Parameterised) action).index();
    return new TwinPlay.Look(doubles(seen), doubles(values), chosen, values[chosen]);
  }

  private static double[] doubles(float[] values) {
    double[] result = new double[values.length];
    for (int i = 0; i < values.length; i++) result[i] = values[i];
    return result;
  }

  private Actor open() throws IOException {
    Actor known = actor;
    if (known != null) return known;
    MpDqnNetwork loaded = TrainAgents.loadBest(agents);
    Actor made = new MpDqnPolicy(loaded).actor(2);
    network = loaded;
    actor = made;
    return made;
  }

  @Override
  public void close() {
    Actor known = actor;
    if (known != null) known.close();
    MpDqnNetwork loaded = network;
    if (loaded != null) loaded.close();
  }
}
