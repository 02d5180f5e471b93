package io.fabula.model.mpdqn;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps an agent's transitions and learns from them: after each step for which an update is due,
 * or, where targets are mixed with returns, when the episode has ended.
 */
final class EpisodeLearning implements AutoCloseable {
  private final MpDqnArchitecture agent;
  private final MpDqnOptions options;
  private final MpDqnUpdate update;
  private final Transitions memory;
  private final List<Waiting> waiting = new ArrayList<>();
  private RandomStream weights;

  private int updates;
  private double loss;
  private double valueNorm;
  private double actorNorm;

  /**
   * @param network learns; not closed with this
   * @param seed of everything random
   */
  EpisodeLearning(MpDqnNetwork network, MpDqnOptions options, long seed) {
    agent = network.architecture();
    this.options = options;
    update = new MpDqnUpdate(network, options.learning());
    memory = new Transitions(agent, options.replay(), options.learning().batch(), seed);
    weights = new RandomStream(Seeds.of(seed, "objective"));
  }

  /** One step of an episode that is learned from when the episode has ended. */
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Waiting(
      float[] state, int action, float[] parameters, double reward, float[] next, boolean end) {}

  /**
   * Takes in a step of the world.
   *
   * @param parameters all that was proposed or drawn
   * @param end whether nothing follows that is worth anything
   * @param steps of the world so far, this one included
   */
  void step(
      float[] state,
      int action,
      float[] parameters,
      double reward,
      float[] next,
      boolean end,
      long steps) {
    if (options.learning().returnMix() > 0) {
      float[] own = stored(action, parameters).clone();
      waiting.add(new Waiting(state.clone(), action, own, reward, next.clone(), end));
      return;
    }
    memory.add(state, action, stored(action, parameters), reward, next, end, 0);
    if (warm(steps) && steps % options.updateEvery() == 0) learn();
  }

  private float[] stored(int action, float[] parameters) {
    if (!options.storeChosenOnly()) return parameters;
    float[] own = new float[parameters.length];
    System.arraycopy(parameters, 0, own, 0, agent.scores());
    int from = agent.offset(action);
    int size = agent.parameterSizes().get(action);
    System.arraycopy(parameters, from, own, from, size);
    return own;
  }

  private boolean warm(long steps) {
    return steps >= Math.max(options.warmUpSteps(), options.learning().batch());
  }

  private void learn() {
    memory.sample(update.batch());
    MpDqnUpdate.Result result = update.run(weights);
    updates++;
    loss += result.loss();
    valueNorm += result.valueNorm();
    actorNorm += result.actorNorm();
  }

  /**
   * Ends an episode: stores steps that waited with their returns and makes the updates that they
   * would have made; then reports the means over the episode's updates and forgets them.
   *
   * @param steps of the world so far
   * @param row receives losses and norms if there was an update
   */
  void end(long steps, TrainingLog.Row row) {
    double[] rewards = waiting.stream().mapToDouble(Waiting::reward).toArray();
    double[] returns = DiscountedReturns.of(rewards, options.learning().discount());
    for (int i = 0; i < returns.length; i++) {
      Waiting each = waiting.get(i);
      memory.add(
          each.state, each.action, each.parameters, each.reward, each.next, each.end, returns[i]);
    }
    waiting.clear();
    int due = warm(steps) ? returns.length / options.updateEvery() : 0;
    for (int i = 0; i < due; i++) learn();
    row.set("replay", memory.size());
    if (updates > 0) {
      row.set("loss", loss / updates)
          .set("value_gradient_norm", valueNorm / updates)
          .set("actor_gradient_norm", actorNorm / updates);
    }
    updates = 0;
    loss = 0;
    valueNorm = 0;
    actorNorm = 0;
  }

  /** Adds everything to a checkpoint that is made between two episodes. */
  void save(TensorFile file) {
    update.save(file);
    memory.save(file);
    file.put("trainer.weights", Tensor.of(weights.state()));
  }

  /** Takes everything from a checkpoint. */
  void restore(TensorFile file) throws DamagedFileException {
    update.restore(file);
    memory.restore(file);
    weights = RandomStream.ofState(file.longs("trainer.weights", 4));
  }

  @Override
  public void close() {
    update.close();
  }
}
