package io.fabula.model.impala;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.LearnableNetwork;
import io.fabula.model.agents.LearningPlan;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.agents.SteppingPlan;
import io.fabula.model.graph.Gradients;
import io.fabula.model.graph.Parameters;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;

/**
 * An IMPALA-GRU agent as everything that plays and trains agents takes it. Its state is the hidden
 * state of the GRU; without recurrence it is the embedding, which is recorded but not fed back.
 *
 * @param network size and parameters; closed with this
 * @param trainableInitialState whether episodes begin from {@code init_hx} instead of zeros
 */
public record ImpalaAgent(ImpalaNetwork network, boolean trainableInitialState)
    implements LearnableNetwork, RecurrentNetwork {
  @Override
  public void requireFits(EnvironmentSpec world) {
    network.architecture().requireFits(world);
  }

  @Override
  public ActionHead head() {
    return new CategoricalHead(network.architecture().actions());
  }

  @Override
  public int stateSize() {
    return network.architecture().hidden();
  }

  @Override
  public boolean recurrent() {
    return network.architecture().recurrent();
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new ViewBuffer(network.architecture(), rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    return network.acting(batch, trainableInitialState);
  }

  @Override
  public int embeddingSize() {
    return network.architecture().embedding();
  }

  @Override
  public SteppingPlan stepping(int rows) {
    return new ImpalaSteppingPlan(network, rows, trainableInitialState);
  }

  @Override
  public LearningPlan learning(int steps, int worlds, Gradients target) {
    return network.learning(steps, worlds, trainableInitialState, target);
  }

  @Override
  public void writeInitialState(float[] target, int offset) {
    network.writeInitialHidden(target, offset);
  }

  @Override
  public Parameters parameters() {
    return network.parameters();
  }

  @Override
  public TensorFile save() {
    return network.save();
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    network.restore(file);
  }

  @Override
  public void close() {
    network.close();
  }
}
