package io.fabula.model.actorcritic;

import io.fabula.envs.ActionSet;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.Environment;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** An agent at play in all worlds of its training, a block of steps at a time. */
final class PlayedWorlds implements AutoCloseable {
  private static final String STATES = "trainer.states";
  private static final String BEGINS = "trainer.begins";

  /** Chooses an action. */
  interface Choice {
    /**
     * The chosen action.
     *
     * @param step number of the step among those of all worlds, from 0
     * @param logs log-probabilities of all actions, from {@code at} on
     */
    int action(long step, float[] logs, int at, int actions, RandomStream random);
  }

  /** Draws actions from the policy. */
  static final Choice DRAWN =
      (step, logs, at, actions, random) -> ActionDistribution.sample(logs, at, actions, random);

  /** What was done in a block of steps, and what came of it, {@code [steps, worlds]}. */
  static final class Block {
    final int[] taken;
    final double[] rewards;
    final double[] multipliers;

    /** Steps of the episodes that ended in the block. */
    double lengths;

    private Block(int rows) {
      taken = new int[rows];
      rewards = new double[rows];
      multipliers = new double[rows];
    }
  }

  private final LearnableNetwork network;
  private final ActorCriticOptions options;
  private final Choice choice;
  private final WorldLane[] lanes;
  private final int actions;
  private final ActionSet available;
  private final InputBuffer inputs;
  private final ActingPlan acting;
  private final float[] observed;
  private final float[] states;
  private final boolean[] begins;

  PlayedWorlds(
      LearnableNetwork network,
      Supplier<? extends Environment> worlds,
      Pursuit pursuit,
      StateDetector milestone,
      ActorCriticOptions options,
      long seed,
      Choice choice) {
    this.network = network;
    this.options = options;
    this.choice = choice;
    lanes = new WorldLane[options.worlds()];
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = new WorldLane(worlds.get(), pursuit, milestone, Seeds.of(seed, "world", i));
    }
    Environment first = lanes[0].world;
    network.requireFits(first.spec());
    if (!(first.spec().actions() instanceof ActionSpace.Discrete discrete)) {
      throw new IllegalArgumentException(
          "needs fixed actions, got " + first.spec().actions().summary());
    }
    actions = discrete.count();
    available = ActionSet.all(actions);
    inputs = network.inputs(options.steps() * options.worlds());
    acting = network.acting(options.worlds());
    observed = new float[first.spec().observations().size()];
    states = new float[options.worlds() * network.stateSize()];
    begins = new boolean[options.worlds()];
    Arrays.fill(begins, true);
  }

  /**
   * Plays a block.
   *
   * @param from steps of all worlds before it
   * @param learning gets the states of memory with which the block begins, and the masks
   * @param ended told of each world whose episode ended, when it did
   */
  Block play(long from, LearningPlan learning, Consumer<WorldLane> ended) {
    Block block = new Block(options.steps() * lanes.length);
    System.arraycopy(states, 0, learning.initialState(), 0, states.length);
    for (int t = 0; t < options.steps(); t++) {
      see(t * lanes.length);
      System.arraycopy(acting.masks(), 0, learning.masks(), t * lanes.length, lanes.length);
      System.arraycopy(acting.stateOut(), 0, states, 0, states.length);
      for (int i = 0; i < lanes.length; i++) {
        int row = t * lanes.length + i;
        WorldLane lane = lanes[i];
        ActionDistribution.logSoftmax(acting.outputs(), i * actions, actions);
        block.taken[row] =
            choice.action(from + row, acting.outputs(), i * actions, actions, lane.random);
        lane.step(block.taken[row], options.discount());
        block.rewards[row] = lane.reward;
        block.multipliers[row] = lane.multiplier;
        begins[i] = lane.ended;
        if (lane.ended) {
          block.lengths += lane.episodeLength;
          ended.accept(lane);
        }
      }
    }
    return block;
  }

  /** Shows all worlds to the network, and remembers what it was shown in rows from first on. */
  private void see(int first) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].world.observe(observed, 0);
      inputs.put(first + i, observed, 0, available);
      inputs.expand(first + i, acting.inputs(), i * inputs.width());
    }
    decide();
  }

  /** Decides from what was remembered, which an episode that begins has not. */
  private void decide() {
    for (int i = 0; i < lanes.length; i++) acting.masks()[i] = begins[i] ? 0 : 1;
    System.arraycopy(states, 0, acting.stateIn(), 0, states.length);
    acting.run();
  }

  /** Values of the worlds as the block left them. */
  float[] valuesAhead() {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i].world.observe(acting.inputs(), i * inputs.width());
    }
    decide();
    return acting.values();
  }

  /** Shows what the block showed, row by row. */
  void show(LearningPlan learning) {
    int rows = options.steps() * lanes.length;
    for (int row = 0; row < rows; row++) {
      inputs.expand(row, learning.inputs(), row * inputs.width());
    }
  }

  void save(TensorFile file) {
    for (int i = 0; i < lanes.length; i++) lanes[i].save(file, "lane." + i);
    if (network.recurrent()) {
      file.put(STATES, Tensor.of(states.clone()));
      long[] beginning = new long[begins.length];
      for (int i = 0; i < begins.length; i++) beginning[i] = begins[i] ? 1 : 0;
      file.put(BEGINS, Tensor.of(beginning));
    }
  }

  void restore(TensorFile file) throws DamagedFileException {
    for (int i = 0; i < lanes.length; i++) lanes[i].restore(file, "lane." + i);
    if (network.recurrent()) {
      System.arraycopy(file.floats(STATES, List.of(states.length)), 0, states, 0, states.length);
      long[] beginning = file.longs(BEGINS, begins.length);
      for (int i = 0; i < begins.length; i++) begins[i] = beginning[i] != 0;
    }
  }

  @Override
  public void close() {
    acting.close();
  }
}
