package io.fabula.model.dl4j;

import io.fabula.envs.ObservationSpace;
import io.fabula.model.agents.ActionHead;
import io.fabula.model.agents.CategoricalHead;
import io.fabula.model.agents.StatelessPlan;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One decision of a Deeplearning4j network. */
final class Dl4jPlan extends StatelessPlan {
  private static final String VALUE = "value";

  private final Dl4jModel model;
  private final ActionHead head;
  private final long[] shape;
  private final int policyIndex;
  private final int valueIndex;
  private final boolean softmax;

  Dl4jPlan(Dl4jModel model, ObservationSpace observations, ActionHead head, int batch) {
    super(batch, observations.size(), head);
    this.model = model;
    this.head = head;
    shape = shape(model, observations, batch);
    List<String> names = model.outputNames();
    valueIndex = names.size() > 1 ? names.indexOf(VALUE) : -1;
    if (names.size() > 2 || (names.size() == 2 && valueIndex < 0)) {
      throw new IllegalArgumentException(
          "expected one output, or two of which one is named \"value\", got " + names);
    }
    policyIndex = valueIndex == 0 ? 1 : 0;
    softmax = model.softmax(policyIndex);
    if (softmax && !(head instanceof CategoricalHead)) {
      throw new IllegalArgumentException("a softmax cannot give the parameters of actions");
    }
  }

  private static long[] shape(Dl4jModel model, ObservationSpace observations, int batch) {
    if (!model.takesImages()) return new long[] {batch, observations.size()};
    if (!(observations instanceof ObservationSpace.Image image)) {
      throw new IllegalArgumentException(
          "the network sees images, the world shows " + observations.summary());
    }
    return new long[] {batch, image.channels(), image.height(), image.width()};
  }

  @Override
  public void run() {
    INDArray input = Nd4j.createFromArray(inputs()).reshape(shape).castTo(model.type());
    List<INDArray> all = model.outputs(input);
    INDArray policy = all.get(policyIndex);
    int width = head.outputs();
    boolean joined = valueIndex < 0 && !softmax && policy.size(1) == width + 1;
    requireWidth("policy", policy, joined ? width + 1 : width);
    for (int row = 0; row < masks().length; row++) {
      for (int j = 0; j < width; j++) {
        float x = policy.getFloat(row, j);
        outputs()[row * width + j] = softmax ? logarithm(x) : x;
      }
      if (joined) values()[row] = policy.getFloat(row, width);
    }
    if (valueIndex < 0) return;
    INDArray value = all.get(valueIndex);
    requireWidth(VALUE, value, 1);
    for (int row = 0; row < masks().length; row++) values()[row] = value.getFloat(row, 0);
  }

  private void requireWidth(String name, INDArray output, int width) {
    if (output.rank() != 2 || output.size(0) != masks().length || output.size(1) != width) {
      throw new IllegalArgumentException(
          "the output \""
              + name
              + "\" must have "
              + width
              + " numbers per observation, got shape "
              + Arrays.toString(output.shape()));
    }
  }

  private static float logarithm(float probability) {
    return (float) StrictMath.log(Math.max(probability, Float.MIN_NORMAL));
  }

  @Override
  public void close() {
    model.close();
  }
}
