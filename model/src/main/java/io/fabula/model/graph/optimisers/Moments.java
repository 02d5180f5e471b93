package io.fabula.model.graph.optimisers;

import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.FlatTensor;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What all optimisers share: flat moments by slot, and loops over all parameters. */
abstract class Moments implements Optimiser {
  private final Parameters parameters;
  private final Map<String, FlatTensor> slots = new LinkedHashMap<>();
  private final float[] value = new float[ScratchBuffers.SIZE];
  private final float[] gradient = new float[ScratchBuffers.SIZE];
  private final float[][] moments;
  private long steps;

  Moments(Parameters parameters, String... slotNames) {
    if (parameters.isFrozen()) throw new IllegalArgumentException("frozen parameters do not train");
    this.parameters = parameters;
    for (String slot : slotNames) slots.put(slot, new FlatTensor(parameters.layout()));
    moments = new float[slotNames.length][ScratchBuffers.SIZE];
  }

  /** Changes {@code n} parameters and their moments, given their gradients (may be overwritten). */
  abstract void update(float[] value, float[] gradient, float[][] moments, int n);

  /** Prepares the factors of one step; {@link #steps()} already counts it. */
  abstract void begin(double learningRate);

  @Override
  public final void step(double learningRate) {
    if (!(learningRate >= 0)) {
      throw new IllegalArgumentException("learningRate must be at least 0, got " + learningRate);
    }
    steps++;
    begin(learningRate);
    Tensor values = parameters.values().whole();
    Tensor gradients = parameters.gradients().values().whole();
    for (int from = 0; from < values.size(); from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, values.size() - from);
      values.load(from, value, n);
      gradients.load(from, gradient, n);
      int i = 0;
      for (FlatTensor slot : slots.values()) slot.whole().load(from, moments[i++], n);
      update(value, gradient, moments, n);
      values.store(from, value, n);
      i = 0;
      for (FlatTensor slot : slots.values()) slot.whole().store(from, moments[i++], n);
    }
    parameters.changed();
  }

  @Override
  public final long steps() {
    return steps;
  }

  @Override
  public final void setSteps(long newSteps) {
    if (newSteps < 0)
      throw new IllegalArgumentException("steps must be at least 0, got " + newSteps);
    steps = newSteps;
  }

  @Override
  public final List<String> slots() {
    return List.copyOf(slots.keySet());
  }

  @Override
  public final float[] moment(String slot, String parameter) {
    return slot(slot).get(parameter);
  }

  @Override
  public final void setMoment(String slot, String parameter, float[] values) {
    slot(slot).set(parameter, values);
  }

  private FlatTensor slot(String name) {
    FlatTensor slot = slots.get(name);
    if (slot == null) {
      throw new IllegalArgumentException("no slot is called " + name + "; there are " + slots());
    }
    return slot;
  }

  @Override
  public final void close() {
    for (FlatTensor slot : slots.values()) slot.close();
  }
}
