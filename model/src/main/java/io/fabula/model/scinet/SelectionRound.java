package io.fabula.model.scinet;

import io.fabula.model.graph.Gradients;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One round of selection of the published size: three agents' steps on 200 rows each, forward,
 * loss, backward and all optimisers.
 */
public final class SelectionRound implements Workload {
  private static final int AGENTS = 3;
  private static final int BATCH = 200;
  private static final int CELLS = 12;
  private static final int AXES = 3;
  private static final int ACTIONS = 6;
  private static final double LEARNING_RATE = 1e-4;
  private static final double WEIGHT_DECAY = 1e-5;

  private final SelectionNetwork network;
  private final List<SelectionStep> steps = new ArrayList<>();
  private final List<SelectionOptimisers> optimisers = new ArrayList<>();
  private final List<SelectionStep.Batch> batches = new ArrayList<>();

  /** Compiles the steps; weights, rows and noise are made by formula. */
  public SelectionRound() {
    SelectionArchitecture architecture = SelectionArchitecture.published(AXES * CELLS, ACTIONS);
    network = SelectionNetwork.create(architecture, AGENTS, 0, 0);
    HashTensors.fill(network.shared());
    network.encoderNoise().set(SelectionArchitecture.NOISE, noise("encoder noise"));
    for (int e = 0; e < AGENTS; e++) {
      HashTensors.fill(network.decoder(e));
      network.decoderNoise(e).set(SelectionArchitecture.NOISE, noise("decoder noise " + e));
      steps.add(new SelectionStep(network, e, BATCH, SelectionOptions.Weights.PUBLISHED));
      optimisers.add(new SelectionOptimisers(network, e, WEIGHT_DECAY, null));
      batches.add(batch(e));
    }
  }

  private static float[] noise(String name) {
    float[] noise = HashTensors.values(name, SelectionArchitecture.PUBLISHED_LATENTS, 1);
    for (int k = 0; k < noise.length; k++) noise[k] -= 2;
    return noise;
  }

  private static SelectionStep.Batch batch(int agent) {
    float[] observations = new float[BATCH * AXES * CELLS];
    float[] actions = new float[BATCH * ACTIONS];
    HashTensors.Sequence places = HashTensors.of("places " + agent);
    HashTensors.Sequence choices = HashTensors.of("actions " + agent);
    for (int i = 0; i < BATCH; i++) {
      for (int axis = 0; axis < AXES; axis++) {
        int cell = places.integer(i * AXES + axis, CELLS);
        observations[(i * AXES + axis) * CELLS + cell] = 1;
      }
      actions[i * ACTIONS + choices.integer(i, ACTIONS)] = 1;
    }
    float[] draws =
        HashTensors.values(
            "draws " + agent, BATCH * SelectionArchitecture.PUBLISHED_LATENTS, Math.sqrt(3));
    return new SelectionStep.Batch(
        observations, actions, HashTensors.values("targets " + agent, BATCH, 10), draws, draws);
  }

  @Override
  public void run() {
    for (int e = 0; e < AGENTS; e++) {
      steps.get(e).run(batches.get(e));
      optimisers.get(e).step(LEARNING_RATE, LEARNING_RATE);
    }
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Double> values = new LinkedHashMap<>();
    for (int e = 0; e < AGENTS; e++) {
      values.put("policy loss " + e, steps.get(e).policyLoss());
      values.put("autoencoder loss " + e, steps.get(e).autoencoderLoss());
    }
    Gradients gradients = network.shared().gradients();
    return ReferenceOutputs.of(values, gradients, network.shared().names());
  }

  @Override
  public List<String> profile(int runs) {
    return steps.get(0).profile(runs);
  }

  @Override
  public void close() {
    steps.forEach(SelectionStep::close);
    optimisers.forEach(SelectionOptimisers::close);
    network.close();
  }
}
