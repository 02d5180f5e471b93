package io.fabula.model.actorcritic;

import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.mlp.MlpArchitecture;
import io.fabula.model.mlp.MlpNetwork;
import io.fabula.model.training.TrainingLog;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.Workload;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An update of an actor-critic in DoorKey, 5 x 5 cells: 16 steps of 64 worlds, and what is learned
 * from them. The actions of the first two updates are given by formula, so that another
 * implementation plays the same episodes; later ones are drawn from the policy.
 */
public final class ActorCriticUpdate implements Workload {
  private static final int SIZE = 5;
  private static final long SEED = 1;
  private static final int GIVEN_UPDATES = 2;

  private final MlpNetwork network;
  private final ActorCriticTrainer trainer;

  /** Begins a training. */
  public ActorCriticUpdate() {
    ActorCriticOptions options = ActorCriticOptions.DEFAULT.until(2, Long.MAX_VALUE);
    network =
        MlpNetwork.create(
            MlpArchitecture.of(new DoorKey(SIZE, DoorKeyView.PLANES).spec(), 64, 64), 0);
    HashTensors.fill(network.parameters());
    long given = (long) GIVEN_UPDATES * options.steps() * options.worlds();
    HashTensors.Sequence actions = HashTensors.of("actions");
    trainer =
        new ActorCriticTrainer(
            network,
            () -> new DoorKey(SIZE, DoorKeyView.PLANES),
            new Pursuit.Reward(),
            StateDetector.NEVER,
            options,
            SEED,
            (step, logs, at, count, random) ->
                step < given
                    ? actions.integer((int) step, count)
                    : ActionDistribution.sample(logs, at, count, random));
  }

  @Override
  public void run() {
    trainer.advance();
  }

  @Override
  public ReferenceOutputs evidence() {
    List<TrainingLog.Row> rows = trainer.log().rows();
    TrainingLog.Row last = rows.get(rows.size() - 1);
    Map<String, Double> values = new LinkedHashMap<>();
    for (String each :
        List.of(
            ActorCriticLog.POLICY_LOSS,
            ActorCriticLog.VALUE_LOSS,
            ActorCriticLog.ENTROPY,
            ActorCriticLog.GRADIENT_NORM)) {
      values.put(each, last.get(each));
    }
    return ReferenceOutputs.of(
        values, network.parameters().gradients(), network.parameters().names());
  }

  @Override
  public List<String> profile(int runs) {
    return List.of();
  }

  @Override
  public void close() {
    trainer.close();
  }
}
