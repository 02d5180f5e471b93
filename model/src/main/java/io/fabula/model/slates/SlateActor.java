package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes slates with an agent: greedily by its values, or by the softmax of them. It reads the
 * network's weights as they are at each decision. An instance belongs to one thread.
 */
public final class SlateActor implements AutoCloseable {
  /** What is added to the values of items that are in the slate already, as published. */
  public static final float CHOSEN = -1e9f;

  private final SlateNetwork network;
  private final SlateArchitecture agent;
  private final ItemFeatures items;
  private final int[] outputs;
  private final Edges edges;
  private final boolean explaining;
  private final Map<Integer, SlotPlans> plans = new HashMap<>();

  private final float[] candidateItems;
  private final float[] availability;
  private int[] candidates = new int[0];
  private int offers;

  /**
   * @param network acts; not closed with this
   * @param explaining whether {@link Trace traces} get attention
   */
  public SlateActor(SlateNetwork network, ItemFeatures items, boolean explaining) {
    this.network = network;
    this.items = items;
    this.explaining = explaining;
    agent = network.architecture();
    if (items.size() != agent.itemSize()) {
      throw new IllegalArgumentException(
          "the agent sees items of %d numbers, got %d".formatted(agent.itemSize(), items.size()));
    }
    if (agent.masks() && items.trainIds().length != agent.trainItems()) {
      throw new IllegalArgumentException(
          "the agent knows %d training items, got %d"
              .formatted(agent.trainItems(), items.trainIds().length));
    }
    outputs = items.outputs();
    edges = new Edges(agent);
    candidateItems = new float[agent.candidates() * items.size()];
    availability = new float[Math.max(1, agent.trainItems())];
  }

  /**
   * What a decision was made of, by slots.
   *
   * @param values {@code [slots][rows * candidates]}, before chosen candidates are excluded
   * @param attention {@code [slots][rows * candidates * candidates]}; empty without attention
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Trace(float[][] values, float[][] attention) {}

  /**
   * Sets the candidates that the next slates are made of.
   *
   * @throws IllegalArgumentException if a mask agent has no output for one of them
   */
  public void offer(int[] ids) {
    if (ids.length != agent.candidates()) {
      throw new IllegalArgumentException(
          "the agent chooses from %d candidates, got %d".formatted(agent.candidates(), ids.length));
    }
    candidates = ids.clone();
    offers++;
    Arrays.fill(availability, 0);
    for (int k = 0; k < ids.length; k++) {
      items.copy(ids[k], candidateItems, k * items.size());
      if (!agent.masks()) continue;
      int output = outputs[ids[k]];
      if (output < 0) {
        throw new IllegalArgumentException(
            "an agent with one output per training item cannot show item "
                + ids[k]
                + ", which is held back");
      }
      availability[output] = 1;
    }
  }

  /**
   * Makes one slate per user.
   *
   * @param rows users
   * @param users what is seen of them, {@code [rows, inputs]}
   * @param sampling draws from the softmax of values instead of taking the largest; null is greedy
   * @param slates filled with positions among the candidates, {@code [rows, slateSize]}
   */
  public void choose(int rows, float[] users, @Nullable RandomStream sampling, int[] slates) {
    choose(rows, users, sampling, slates, null);
  }

  /** As the other method, and keeps what it was made of. */
  public Trace trace(int rows, float[] users, int[] slates) {
    boolean attends = agent.set().graph() == SetView.Graph.ATTENTION && explaining;
    int slots = agent.kind() == SlateArchitecture.Kind.TOP_VALUES ? 1 : agent.slateSize();
    Trace trace = new Trace(new float[slots][], new float[attends ? slots : 0][]);
    choose(rows, users, null, slates, trace);
    return trace;
  }

  private void choose(
      int rows,
      float[] users,
      @Nullable RandomStream sampling,
      int[] slates,
      @Nullable Trace trace) {
    if (candidates.length == 0) throw new IllegalStateException("no candidates were offered");
    int bucket = Integer.highestOneBit(Math.max(1, rows - 1)) * (rows > 1 ? 2 : 1);
    SlotPlans slots =
        plans.computeIfAbsent(bucket, rowsOf -> new SlotPlans(network, rowsOf, explaining));
    slots.offer(offers, candidateItems, availability);
    slots.begin(Arrays.copyOf(users, bucket * agent.user().inputs()));
    boolean[] chosen = new boolean[bucket * agent.candidates()];
    float[] seen = new float[edges.used() ? bucket * edges.size() : 0];
    float[] values = new float[bucket * agent.choices()];
    float[] picked = new float[bucket * items.size()];
    boolean atOnce = agent.kind() == SlateArchitecture.Kind.TOP_VALUES;
    for (int slot = 0; slot < agent.slateSize(); slot++) {
      if (slot == 0 || !atOnce) {
        if (slot > 0 && agent.seesSlate()) slots.take(picked);
        connect(bucket, chosen, seen);
        slots.values(slot, seen, values);
        keep(trace, slots.plan(slot), slot, rows, bucket, values);
      }
      for (int row = 0; row < rows; row++) {
        int at = take(row, slot, values, chosen, sampling, slates);
        items.copy(candidates[at], picked, row * items.size());
      }
    }
  }

  /** Writes which candidates see which, [rows, candidates, candidates]. */
  private void connect(int rows, boolean[] chosen, float[] seen) {
    if (!edges.used()) return;
    for (int row = 0; row < rows; row++) {
      edges.write(chosen, row * agent.candidates(), seen, row * edges.size());
    }
  }

  private void keep(
      @Nullable Trace trace, SlotPlan plan, int slot, int rows, int bucket, float[] values) {
    if (trace == null) return;
    int n = agent.candidates();
    float[] kept = new float[rows * n];
    for (int i = 0; i < kept.length; i++) kept[i] = value(values, i / n, i % n);
    trace.values()[slot] = kept;
    if (trace.attention().length == 0 || !plan.hasAttention()) return;
    float[] attention = new float[bucket * n * n];
    plan.attention(attention);
    trace.attention()[slot] = Arrays.copyOf(attention, rows * n * n);
  }

  private float value(float[] values, int row, int candidate) {
    return agent.masks()
        ? values[row * agent.choices() + outputs[candidates[candidate]]]
        : values[row * agent.candidates() + candidate];
  }

  /** Takes a candidate into a slate; its position. */
  private int take(
      int row,
      int slot,
      float[] values,
      boolean[] chosen,
      @Nullable RandomStream sampling,
      int[] slates) {
    int n = agent.candidates();
    int best = -1;
    double highest = 0;
    for (int k = 0; k < n; k++) {
      if (chosen[row * n + k]) continue;
      float value = value(values, row, k);
      if (best < 0 || value > highest) {
        best = k;
        highest = value;
      }
    }
    if (sampling != null) best = sample(row, values, chosen, highest, sampling);
    chosen[row * n + best] = true;
    slates[row * agent.slateSize() + slot] = best;
    return best;
  }

  private int sample(
      int row, float[] values, boolean[] chosen, double highest, RandomStream sampling) {
    int n = agent.candidates();
    double sum = 0;
    double[] weights = new double[n];
    int last = -1;
    for (int k = 0; k < n; k++) {
      if (chosen[row * n + k]) continue;
      weights[k] = StrictMath.exp(value(values, row, k) - highest);
      sum += weights[k];
      last = k;
    }
    double left = sampling.nextDouble() * sum;
    for (int k = 0; k < n; k++) {
      left -= weights[k];
      if (weights[k] > 0 && left < 0) return k;
    }
    return last;
  }

  /** What the values of a slot cost, with the time of each step, for each batch so far. */
  List<String> profile(int runs) {
    List<String> lines = new ArrayList<>();
    for (SlotPlans slots : plans.values()) lines.addAll(slots.profile(runs));
    return lines;
  }

  @Override
  public void close() {
    for (SlotPlans slots : plans.values()) slots.close();
  }
}
