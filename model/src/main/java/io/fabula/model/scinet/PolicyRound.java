package io.fabula.model.scinet;

import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Policy mode of the published size: the preferences of all actions in 64 states, and one update on
 * 200 samples.
 */
public final class PolicyRound implements Workload {
  private static final int LANES = 64;
  private static final int BATCH = 200;
  private static final int OBSERVATION = 36;
  private static final int ACTIONS = 6;
  private static final double LEARNING_RATE = 5e-5;
  private static final double WEIGHT_DECAY = 1e-5;

  private final PreferenceNetwork network;
  private final PreferencePlan acting;
  private final PreferenceStep learning;
  private final float[] observations = HashTensors.flags("observations", LANES * OBSERVATION, -0.8);
  private final float[] preferences = new float[LANES * ACTIONS];
  private final float[] pairs = HashTensors.flags("pairs", BATCH * (OBSERVATION + ACTIONS), -0.8);
  private final float[] targets = HashTensors.values("targets", BATCH, 10);
  private double loss;

  /** Compiles the plans; weights and inputs are made by formula. */
  public PolicyRound() {
    PreferenceArchitecture architecture =
        new PreferenceArchitecture(OBSERVATION, ACTIONS, PreferenceArchitecture.PUBLISHED);
    network = PreferenceNetwork.create(architecture, 0);
    HashTensors.fill(network.parameters());
    acting = new PreferencePlan(network, LANES);
    learning = new PreferenceStep(network, BATCH, LEARNING_RATE, PolicyOptions.adam(WEIGHT_DECAY));
  }

  @Override
  public void run() {
    acting.run(observations, preferences);
    loss = learning.update(pairs, targets);
  }

  @Override
  public ReferenceOutputs evidence() {
    ReferenceOutputs learned =
        ReferenceOutputs.of(
            Map.of("loss", loss), network.parameters().gradients(), network.parameters().names());
    Map<String, ReferenceOutputs.Trace> traces = new LinkedHashMap<>(learned.tensors());
    traces.put("preferences", ReferenceOutputs.Trace.of("preferences", preferences));
    return new ReferenceOutputs(learned.values(), traces);
  }

  @Override
  public List<String> profile(int runs) {
    return learning.profile(runs);
  }

  @Override
  public void close() {
    acting.close();
    learning.close();
    network.close();
  }
}
