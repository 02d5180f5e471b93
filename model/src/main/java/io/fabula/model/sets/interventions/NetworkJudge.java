package io.fabula.model.sets.interventions;

import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.ObservationBatch;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.agents.PolicyNetwork;
import java.util.ArrayList;
import java.util.List;

/**
 * Judges sets by a policy network without state that has room for the largest of them.
 *
 * <p>An instance belongs to one thread.
 */
public final class NetworkJudge implements SetJudge, AutoCloseable {
  private final PolicyNetwork network;
  private final int batch;
  private final ActingPlan plan;
  private final InputBuffer input;
  private final ObservationBatch seen;

  /**
   * A judge that has seen no state yet.
   *
   * @param network is not closed with this
   * @param world of the kind that will be looked at
   * @param batch sets that are judged at a time; may decide the last bits, so keep it fixed
   */
  public NetworkJudge(PolicyNetwork network, Environment world, int batch) {
    this.network = network;
    this.batch = batch;
    plan = network.acting(batch);
    input = network.inputs(1);
    seen = new ObservationBatch(world.spec().observations(), 1);
  }

  /** Looks at a world as it is now. */
  public NetworkJudge see(Environment world) {
    seen.put(0, world);
    return this;
  }

  @Override
  public List<SetJudgement> judge(List<ActionSet> sets) {
    List<SetJudgement> judged = new ArrayList<>();
    for (int from = 0; from < sets.size(); from += batch) {
      run(sets, from);
      int outputs = network.head().outputs();
      float[] distribution = plan.outputs();
      for (int i = from; i < Math.min(sets.size(), from + batch); i++) {
        int at = (i - from) * outputs;
        network.head().normalise(distribution, at);
        double[] probabilities = new double[sets.get(i).ids().length];
        for (int j = 0; j < probabilities.length; j++) {
          probabilities[j] = StrictMath.exp(distribution[at + j]);
        }
        judged.add(new SetJudgement(probabilities, plan.values()[i - from]));
      }
    }
    return judged;
  }

  /** Shows sets from an index on; rows beyond the last repeat it. */
  private void run(List<ActionSet> sets, int from) {
    for (int row = 0; row < batch; row++) {
      input.put(0, seen, 0, sets.get(Math.min(from + row, sets.size() - 1)));
      input.expand(0, plan.inputs(), row * input.width());
      plan.masks()[row] = 1;
    }
    plan.run();
  }

  /**
   * What the network tells of one set beside its decision, such as weights of attention.
   *
   * @return for each of {@link PolicyNetwork#extras()} its numbers
   */
  public List<float[]> extras(ActionSet set) {
    run(List.of(set), 0);
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < network.extras().size(); i++) {
      float[] numbers = new float[network.extras().get(i).width()];
      System.arraycopy(plan.extra(i), 0, numbers, 0, numbers.length);
      all.add(numbers);
    }
    return all;
  }

  @Override
  public void close() {
    plan.close();
  }
}
