package io.fabula.model.dl4j;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.ParameterDensity;
import io.fabula.model.agents.ParameterisedHead;
import io.fabula.model.agents.PolicyNetwork;
import io.fabula.model.weights.DamagedFileException;
import java.io.IOException;
import java.nio.file.Path;

/**
 * A Deeplearning4j {@code MultiLayerNetwork} or {@code ComputationGraph} as an agent: from the zip
 * that {@code ModelSerializer} writes, of which only configuration and coefficients are read.
 *
 * <ul>
 *   <li>Input: one row per observation. Images come channel by channel, numbers from 0 to 1, with
 *       four axes if the first layer convolves; everything else as the world gives it.
 *   <li>Policy: the output of a {@code MultiLayerNetwork}; of a graph the output that is not named
 *       {@code value}. As many numbers as the {@linkplain ActionHead head} of the world's actions
 *       takes: probabilities if the layer ends in a softmax, else logits (or action values).
 *   <li>Value: a graph's output named {@code value}, one number; or one more number at the end of a
 *       policy output without softmax. Without either, values are 0.
 * </ul>
 *
 * <p>Recurrent layers and worlds with sets of actions are refused.
 */
public final class Dl4jNetwork implements PolicyNetwork {
  private final ModelZip zip;
  private final boolean graph;
  private final EnvironmentSpec world;
  private final ActionHead head;

  private Dl4jNetwork(ModelZip zip, boolean graph, EnvironmentSpec world, ActionHead head) {
    this.zip = zip;
    this.graph = graph;
    this.world = world;
    this.head = head;
  }

  /**
   * Reads a network for a world, and lets it decide once to see that it fits.
   *
   * @throws DamagedFileException if the file holds anything but a network, or one that cannot act
   *     in this world
   */
  public static Dl4jNetwork read(Path path, EnvironmentSpec world) throws IOException {
    ModelZip zip = ModelZip.read(path);
    ConfigurationScan scan = ConfigurationScan.of(zip.source(), zip.configuration());
    if (scan.graph() == scan.layers()) {
      throw ConfigurationScan.damaged(
          zip.source(), "expected the configuration of a MultiLayerNetwork or a ComputationGraph");
    }
    try {
      Dl4jNetwork network = new Dl4jNetwork(zip, scan.graph(), world, head(world.actions()));
      try (ActingPlan plan = network.acting(1)) {
        plan.run();
      }
      return network;
    } catch (RuntimeException e) { // the library's, of many kinds
      throw new DamagedFileException(
          zip.source(), "network", "it does not fit \"" + world.name() + "\": " + line(e));
    }
  }

  private static String line(RuntimeException e) {
    String message = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }

  private static ActionHead head(ActionSpace actions) {
    if (actions instanceof ActionSpace.Discrete all) return new CategoricalHead(all.count());
    if (actions instanceof ActionSpace.Parameterised all) {
      return ParameterisedHead.of(all, ParameterDensity.BETA);
    }
    throw new IllegalArgumentException(
        "a fixed number of outputs cannot choose out of " + actions.summary());
  }

  @Override
  public void requireFits(EnvironmentSpec other) {
    if (!other.observations().equals(world.observations())) {
      throw new IllegalArgumentException(
          "the agent was read for "
              + world.observations().summary()
              + ", the world \""
              + other.name()
              + "\" shows "
              + other.observations().summary());
    }
    head.requireFits(other);
  }

  @Override
  public ActionHead head() {
    return head;
  }

  @Override
  public int stateSize() {
    return 0;
  }

  @Override
  public InputBuffer inputs(int rows) {
    return new Dl4jInputs(world.observations(), rows);
  }

  @Override
  public ActingPlan acting(int batch) {
    Dl4jModel model = Dl4jModel.of(zip.configuration(), zip.coefficients(), graph);
    try {
      return new Dl4jPlan(model, world.observations(), head, batch);
    } catch (RuntimeException e) {
      model.close();
      throw e;
    }
  }
}
