package io.fabula.model.impala;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.weights.ParameterShape;
import java.util.List;

/** Agents of the paper's size with weights from a formula of the test vectors. */
public final class HashAgents {
  private HashAgents() {}

  /** A paper-size agent with the weights that {@code weights} describes. */
  public static ImpalaNetwork of(JsonNode weights, boolean recurrent) {
    ImpalaNetwork network =
        ImpalaNetwork.create(ImpalaArchitecture.paper().withRecurrent(recurrent), 0);
    List<ParameterShape> all = network.architecture().parameters();
    for (int k = 0; k < all.size(); k++) {
      network.parameters().set(all.get(k).name(), InterpretVectors.weights(weights, all.get(k), k));
    }
    return network;
  }

  /** Writes what the agent sees of a frame, as the given sample of a batch. */
  public static void look(ImpalaNetwork network, byte[] frame, float[] views, int sample) {
    ViewBuffer view = new ViewBuffer(network.architecture(), 1);
    view.put(0, frame, 0);
    view.expand(0, views, sample * network.architecture().inputSize());
  }
}
