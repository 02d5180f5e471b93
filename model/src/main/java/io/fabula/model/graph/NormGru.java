package io.fabula.model.graph;

import io.fabula.model.graph.memory.FloatMath;
import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.OrderedSums;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The recurrent cell with a layer normalisation in each gate (Hafner et al. 2021, DreamerV2). */
public final class NormGru {
  private NormGru() {}

  /**
   * The scales and shifts of the three normalisations, each of the cell's width.
   *
   * @param tensors reset scale and shift, update scale and shift, new value's scale and shift
   */
  public record Norms(List<Node> tensors) {
    /** Checks the number of tensors. */
    public Norms {
      tensors = List.copyOf(tensors);
      if (tensors.size() != 6) {
        throw new IllegalArgumentException("a cell has 6 norm tensors, got " + tensors.size());
      }
    }
  }

  /**
   * One step: {@code r = sig(LN(i_r + s_r))}, {@code u = sig(LN(i_u + s_u))}, {@code n =
   * tanh(LN(i_n + r s_n))}, result {@code u n + (1 - u) h}.
   *
   * @param fromInput {@code [rows, 3 width]}: the input times its weights, gates in the order
   *     reset, update, new
   * @param fromState {@code [rows, 3 width]}: the state times its weights
   * @param state {@code [rows, width]}
   * @param norms scales and shifts
   * @param epsilon added to the variances
   * @return {@code [rows, width]}
   * @implNote The update gate weighs the <em>new</em> value: the opposite of PyTorch's GRU.
   */
  public static Node step(Node fromInput, Node fromState, Node state, Norms norms, float epsilon) {
    int width = state.shape().last();
    Shape gates = state.shape().withLast(3 * width);
    if (!fromInput.shape().equals(gates) || !fromState.shape().equals(gates)) {
      throw new IllegalArgumentException(
          "a cell of state "
              + state
              + " needs gates "
              + gates
              + ", got "
              + fromInput
              + ", "
              + fromState);
    }
    for (Node norm : norms.tensors()) {
      if (norm.shape().size() != width) {
        throw new IllegalArgumentException("norm " + norm + " must have " + width + " elements");
      }
    }
    Node[] inputs = new Node[9];
    inputs[0] = fromInput;
    inputs[1] = fromState;
    inputs[2] = state;
    for (int i = 0; i < 6; i++) inputs[3 + i] = norms.tensors().get(i);
    return state.graph().add(new Step(epsilon), state.shape(), inputs);
  }

  private record Step(float epsilon) implements Op {
    @Override
    public String kind() {
      return "normGru";
    }

    @Override
    public Kernel bind(Binding binding) {
      return new StepKernel(binding, epsilon);
    }
  }

  private static final class StepKernel implements Kernel {
    private static final int RESET = 0;
    private static final int UPDATE = 1;
    private static final int NEW = 2;

    private final int width;
    private final int rows;
    private final float epsilon;
    private final Tensor[] inputs = new Tensor[9];
    private final @Nullable GradientTarget[] sinks = new GradientTarget[9];
    private final Tensor output;
    private final Tensor gradient;

    /** Per row: the three normalised sums, then the three gates' values. */
    private final Tensor saved;

    private final Tensor deviations;
    private final ScratchBuffers tiles;

    StepKernel(Binding binding, float epsilon) {
      this.epsilon = epsilon;
      width = binding.shape().last();
      rows = binding.shape().rows();
      for (int i = 0; i < 9; i++) {
        boolean again = i >= 1 && (i < 3 || i % 2 == 1);
        inputs[i] = again ? binding.inputInBackward(i) : binding.input(i);
        sinks[i] = binding.inputGradient(i);
      }
      output = binding.output();
      gradient = binding.gradient();
      saved = binding.saved(6 * width * rows);
      deviations = binding.saved(3 * rows);
      tiles = binding.tiles();
    }

    @Override
    public void forward() {
      float[] fromInput = tiles.get(0, 3 * width);
      float[] fromState = tiles.get(1, 3 * width);
      float[] state = tiles.get(2, width);
      float[] scales = tiles.get(3, 3 * width);
      float[] shifts = tiles.get(4, 3 * width);
      float[] values = tiles.get(5, 6 * width);
      float[] inverse = tiles.get(6, 3 * rows);
      for (int gate = 0; gate < 3; gate++) {
        part(3 + 2 * gate, gate, scales);
        part(4 + 2 * gate, gate, shifts);
      }
      for (int row = 0; row < rows; row++) {
        inputs[0].load(row * 3 * width, fromInput, 3 * width);
        inputs[1].load(row * 3 * width, fromState, 3 * width);
        inputs[2].load(row * width, state, width);
        for (int gate = RESET; gate <= UPDATE; gate++) {
          int at = gate * width;
          for (int i = at; i < at + width; i++) values[i] = fromInput[i] + fromState[i];
          inverse[3 * row + gate] = normalise(values, at);
          for (int i = at; i < at + width; i++) {
            values[3 * width + i] = FloatMath.sigmoid(values[i] * scales[i] + shifts[i]);
          }
        }
        int at = NEW * width;
        for (int i = 0; i < width; i++) {
          values[at + i] = fromInput[at + i] + values[3 * width + i] * fromState[at + i];
        }
        inverse[3 * row + NEW] = normalise(values, at);
        for (int i = at; i < at + width; i++) {
          values[3 * width + i] = FloatMath.tanh(values[i] * scales[i] + shifts[i]);
        }
        saved.store(row * 6 * width, values, 6 * width);
        for (int i = 0; i < width; i++) {
          float update = values[4 * width + i];
          state[i] = update * values[5 * width + i] + (1 - update) * state[i];
        }
        output.store(row * width, state, width);
      }
      deviations.store(0, inverse, 3 * rows);
    }

    /** Loads a norm's tensor to its gate's place in {@code target}. */
    private void part(int input, int gate, float[] target) {
      inputs[input].buffer().get(0, target, gate * width, width);
    }

    private float normalise(float[] values, int from) {
      double mean = OrderedSums.of(values, from, width) / width;
      double variance = 0;
      for (int i = from; i < from + width; i++) {
        double difference = values[i] - mean;
        variance += difference * difference;
      }
      float inverse = (float) (1 / Math.sqrt(variance / width + epsilon));
      for (int i = from; i < from + width; i++) values[i] = (float) (values[i] - mean) * inverse;
      return inverse;
    }

    @Override
    public void backward() {
      float[] fromState = tiles.get(0, 3 * width);
      float[] state = tiles.get(1, width);
      float[] values = tiles.get(2, 6 * width);
      float[] g = tiles.get(3, width);
      float[] sums = tiles.get(4, 3 * width);
      float[] scales = tiles.get(5, 3 * width);
      float[] scaleGradients = tiles.get(6, 3 * width);
      float[] shiftGradients = tiles.get(7, 3 * width);
      float[] inverse = tiles.get(8, 3 * rows);
      float[] spare = tiles.get(9, 3 * width);
      float[] resetGradient = tiles.get(10, width);
      deviations.load(0, inverse, 3 * rows);
      for (int gate = 0; gate < 3; gate++) part(3 + 2 * gate, gate, scales);
      Arrays.fill(scaleGradients, 0, 3 * width, 0);
      Arrays.fill(shiftGradients, 0, 3 * width, 0);
      for (int row = 0; row < rows; row++) {
        inputs[1].load(row * 3 * width, fromState, 3 * width);
        inputs[2].load(row * width, state, width);
        saved.load(row * 6 * width, values, 6 * width);
        gradient.load(row * width, g, width);
        for (int i = 0; i < width; i++) {
          float update = values[4 * width + i];
          float fresh = values[5 * width + i];
          sums[width + i] = g[i] * (fresh - state[i]) * update * (1 - update);
          sums[2 * width + i] = g[i] * update * (1 - fresh * fresh);
          g[i] *= 1 - update;
        }
        norm(NEW, values, sums, scales, scaleGradients, shiftGradients, inverse[3 * row + NEW]);
        norm(UPDATE, values, sums, scales, scaleGradients, shiftGradients, inverse[3 * row + 1]);
        for (int i = 0; i < width; i++) {
          float reset = values[3 * width + i];
          sums[i] = sums[2 * width + i] * fromState[2 * width + i] * reset * (1 - reset);
          resetGradient[i] = sums[2 * width + i] * reset;
        }
        norm(RESET, values, sums, scales, scaleGradients, shiftGradients, inverse[3 * row]);
        GradientTarget toState = sinks[1];
        if (toState != null) {
          System.arraycopy(sums, 0, fromState, 0, 2 * width);
          System.arraycopy(resetGradient, 0, fromState, 2 * width, width);
          toState.put(row * 3 * width, fromState, 3 * width, spare);
        }
        GradientTarget toInput = sinks[0];
        if (toInput != null) toInput.put(row * 3 * width, sums, 3 * width, spare);
        GradientTarget toOld = sinks[2];
        if (toOld != null) toOld.put(row * width, g, width, spare);
      }
      for (int gate = 0; gate < 3; gate++) {
        give(sinks[3 + 2 * gate], scaleGradients, gate, spare, state);
        give(sinks[4 + 2 * gate], shiftGradients, gate, spare, state);
      }
    }

    /** From the gradient of a gate's normalised, scaled sum to that of the sum, in place. */
    private void norm(
        int gate,
        float[] values,
        float[] sums,
        float[] scales,
        float[] scaleGradients,
        float[] shiftGradients,
        float inverse) {
      int at = gate * width;
      for (int i = at; i < at + width; i++) {
        scaleGradients[i] += sums[i] * values[i];
        shiftGradients[i] += sums[i];
        sums[i] *= scales[i];
      }
      float mean = (float) (OrderedSums.of(sums, at, width) / width);
      float along = (float) (OrderedSums.ofProducts(sums, at, values, at, width) / width);
      for (int i = at; i < at + width; i++) {
        sums[i] = inverse * (sums[i] - mean - values[i] * along);
      }
    }

    private void give(
        @Nullable GradientTarget gradientTarget,
        float[] gradients,
        int gate,
        float[] spare,
        float[] part) {
      if (gradientTarget == null) return;
      System.arraycopy(gradients, gate * width, part, 0, width);
      gradientTarget.put(0, part, width, spare);
    }
  }
}
