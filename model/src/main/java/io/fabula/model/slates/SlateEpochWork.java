package io.fabula.model.slates;

import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.workloads.HashTensors;
import io.fabula.model.workloads.ReferenceOutputs;
import io.fabula.model.workloads.ReferenceOutputs.Trace;
import io.fabula.model.workloads.Workload;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What an agent of the published size computes in an epoch: ten steps of 16 users, each a slate of
 * 6 out of 20 candidates, and a learning step on 32 transitions.
 */
public final class SlateEpochWork implements Workload {
  private static final int USERS = 16;
  private static final int CANDIDATES = 20;
  private static final int SLOTS = 6;
  private static final int ITEM = 10;
  private static final int STEPS = 10;
  private static final int BATCH = 32;

  private final SlateNetwork network;
  private final SlateActor actor;
  private final SlateUpdate update;
  private final float[][] watched = new float[STEPS][];
  private final int[] slates = new int[USERS * SLOTS];
  private final float[] values;
  private double loss;

  /**
   * @param relational AGILE; else the agent that values each item on its own
   */
  public SlateEpochWork(boolean relational) {
    SetView view = relational ? SetView.AGILE : SetView.NOTHING;
    SlateArchitecture agent =
        SlateArchitecture.of(Kind.CASCADE, UserView.direct(ITEM), ITEM, SLOTS, CANDIDATES, view);
    network = SlateNetwork.create(agent, 0);
    SlateTensors tensors = SlateTensors.of(agent);
    // the batch's items behind those that are offered
    float[] offered = HashTensors.values("offered", CANDIDATES * ITEM, 1);
    float[] stored = HashTensors.values("items", BATCH * CANDIDATES * ITEM, 1);
    float[] table = Arrays.copyOf(offered, offered.length + stored.length);
    System.arraycopy(stored, 0, table, offered.length, stored.length);
    ItemFeatures items = new ItemFeatures(table, ITEM, new int[0]);
    update = new SlateUpdate(network, SlateLearning.PUBLISHED, items);
    for (String name : network.tensors()) {
      network.setTensor(name, HashTensors.weights(name, tensors.shape(name)));
      update.target().set(name, HashTensors.weights("target." + name, tensors.shape(name)));
    }
    actor = new SlateActor(network, items, false);
    actor.offer(IntStream.range(0, CANDIDATES).toArray());
    float[] all = HashTensors.values("watched", STEPS * USERS * ITEM, 1);
    for (int step = 0; step < STEPS; step++) {
      watched[step] = Arrays.copyOfRange(all, step * USERS * ITEM, (step + 1) * USERS * ITEM);
    }
    values = new float[SLOTS * USERS * CANDIDATES];
    fill(update.batch());
  }

  private static void fill(SlateBatch batch) {
    System.arraycopy(
        HashTensors.values("users", BATCH * ITEM, 1), 0, batch.users(), 0, BATCH * ITEM);
    System.arraycopy(
        HashTensors.values("next users", BATCH * ITEM, 1), 0, batch.nextUsers(), 0, BATCH * ITEM);
    HashTensors.Sequence order = HashTensors.of("slates");
    float[] rewards = HashTensors.flags("rewards", BATCH, 0);
    float[] ends = HashTensors.flags("ends", BATCH, -0.7);
    for (int b = 0; b < BATCH; b++) {
      int from = b * CANDIDATES;
      int[] ascending =
          IntStream.range(0, CANDIDATES)
              .boxed()
              .sorted((i, k) -> Double.compare(order.at(from + i), order.at(from + k)))
              .mapToInt(Integer::intValue)
              .toArray();
      System.arraycopy(ascending, 0, batch.slates(), b * SLOTS, SLOTS);
      for (int k = 0; k < CANDIDATES; k++) batch.candidates()[from + k] = CANDIDATES + from + k;
      Arrays.fill(batch.rewards(), b * SLOTS, (b + 1) * SLOTS, rewards[b]);
      batch.ends()[b * SLOTS + SLOTS - 1] = ends[b];
    }
  }

  @Override
  public void run() {
    SlateActor.Trace trace = actor.trace(USERS, watched[0], slates);
    for (int slot = 0; slot < SLOTS; slot++) {
      System.arraycopy(
          trace.values()[slot], 0, values, slot * USERS * CANDIDATES, USERS * CANDIDATES);
    }
    for (int step = 1; step < STEPS; step++) actor.choose(USERS, watched[step], null, slates);
    loss = update.run(0);
  }

  @Override
  public ReferenceOutputs evidence() {
    Map<String, Trace> tensors = new LinkedHashMap<>();
    for (SlateWeights.Module module : network.weights().modules()) {
      for (String name : module.parameters().names()) {
        tensors.put(name, Trace.of(name, module.parameters().gradients().get(name)));
      }
    }
    tensors.put("values", Trace.of("values", values));
    return new ReferenceOutputs(Map.of("loss", loss), tensors);
  }

  @Override
  public List<String> profile(int runs) {
    List<String> lines = new ArrayList<>(actor.profile(runs));
    lines.addAll(update.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    actor.close();
    update.close();
    network.close();
  }
}
