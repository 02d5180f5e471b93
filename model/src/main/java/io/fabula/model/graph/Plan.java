package io.fabula.model.graph;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.memory.UnsignedBytes;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of a graph that some outputs depend on, compiled to a flat list of prepared kernels over
 * memory that is taken once. Set the inputs, run {@link #forward()}, for training {@link
 * #backward()}, and read outputs and gradients.
 *
 * <p>A plan belongs to one thread at a time. It reads the parameters' current values at each run.
 * The same inputs and parameters give the same bits. Close it to return its native memory.
 */
public final class Plan implements AutoCloseable {
  private final List<PlanCompiler.Step> forward;
  private final List<PlanCompiler.Step> backward;
  private final NativeBlock block;
  private final long bytesWithoutReuse;
  private final Map<Node, Tensor> readable = new HashMap<>();
  private final Map<Node, Tensor> gradients = new HashMap<>();
  private final PlanOptions options;
  private final @Nullable Changes changes;
  private boolean closed;

  private Plan(PlanOptions options, @Nullable Node loss, List<Node> outputs, boolean onlyChanges) {
    RewrittenGraph graph = new RewrittenGraph(options, loss, outputs);
    Schedule schedule = new Schedule(graph, options);
    PlanTensors tensors = new PlanTensors(schedule, options);
    PlanCompiler compiler = new PlanCompiler(schedule, tensors, options);
    this.options = options;
    forward = compiler.forwardSteps();
    backward = compiler.backwardSteps();
    for (Node original : graph.originals()) {
      Node node = graph.standIn(original);
      if (!schedule.computes(node)) continue;
      boolean leaf = node.op() instanceof Leaf && !(node.op() instanceof Leaf.Parameter);
      if (leaf || graph.outputs().contains(node)) {
        readable.put(original, tensors.value(node, schedule.forwardTime(node)));
      }
      if (original.gradientKept() && schedule.differentiated(node)) {
        gradients.put(original, tensors.gradient(node));
      }
    }
    changes = onlyChanges ? new Changes(schedule, forward) : null;
    if (changes != null) changes.keepValues(tensors);
    bytesWithoutReuse = tensors.memory().bytesWithoutReuse();
    block = tensors.memory().place(options.has(Optimisation.REUSE_MEMORY));
    for (var entry : readable.entrySet()) {
      if (entry.getKey().op() instanceof Leaf.Constant constant) {
        entry.getValue().store(0, constant.values(), constant.values().length);
      }
    }
    for (PlanCompiler.Step step : forward) step.kernel().prepare();
  }

  /** A plan for inference: computes {@code outputs}, no gradients. */
  public static Plan forward(Node... outputs) {
    return forward(PlanOptions.DEFAULT, outputs);
  }

  /** A plan for inference with options. */
  public static Plan forward(PlanOptions options, Node... outputs) {
    return inference(options, false, outputs);
  }

  /**
   * A plan for inference that keeps what it computed: each run computes only what depends on inputs
   * that were set, or on parameters that changed, since the last run. Same bits.
   */
  public static Plan incremental(Node... outputs) {
    return incremental(PlanOptions.DEFAULT, outputs);
  }

  /** The same with options. */
  public static Plan incremental(PlanOptions options, Node... outputs) {
    return inference(options, true, outputs);
  }

  private static Plan inference(PlanOptions options, boolean onlyChanges, Node... outputs) {
    if (outputs.length == 0) throw new IllegalArgumentException("a plan needs at least 1 output");
    return new Plan(options, null, List.of(outputs), onlyChanges);
  }

  /**
   * A plan that also computes the gradients of {@code loss}.
   *
   * @param loss one element
   * @param outputs further nodes whose values will be read
   */
  public static Plan training(Node loss, Node... outputs) {
    return training(PlanOptions.DEFAULT, loss, outputs);
  }

  /** A plan for training with options. */
  public static Plan training(PlanOptions options, Node loss, Node... outputs) {
    if (loss.shape().size() != 1) {
      throw new IllegalArgumentException("the loss must have 1 element, got " + loss);
    }
    return new Plan(options, loss, List.of(outputs), false);
  }

  /** Whether the plan's outputs depend on this input, so that it can be set. */
  public boolean has(Node input) {
    return input.op() instanceof Leaf.Input && readable.containsKey(input);
  }

  /**
   * Sets an input.
   *
   * @param values row-major, as many as the input's shape has elements
   */
  public void set(Node input, float... values) {
    if (values.length != input.shape().size()) {
      throw new IllegalArgumentException(
          "input " + input + " needs " + input.shape().size() + " values, got " + values.length);
    }
    set(input, values, 0);
  }

  /** Sets an input from {@code values[from]} on. */
  public void set(Node input, float[] values, int from) {
    Tensor tensor = inputTensor(input);
    if (from < 0 || from + tensor.size() > values.length) {
      throw new IllegalArgumentException(
          "input %s needs %d values from %d on, got %d"
              .formatted(input, tensor.size(), from, values.length));
    }
    tensor.buffer().put(0, values, from, tensor.size());
  }

  /**
   * Sets an input from unsigned bytes times a factor, as frames come: {@code (byte & 255) *
   * factor}.
   *
   * @param from where in {@code bytes} the input's first element is
   */
  public void setBytes(Node input, byte[] bytes, int from, float factor) {
    Tensor tensor = inputTensor(input);
    if (from < 0 || from + tensor.size() > bytes.length) {
      throw new IllegalArgumentException(
          "input %s needs %d bytes from %d on, got %d"
              .formatted(input, tensor.size(), from, bytes.length));
    }
    UnsignedBytes.scaled(bytes, from, factor, tensor);
  }

  private Tensor inputTensor(Node input) {
    requireOpen();
    Tensor tensor = readable.get(input);
    if (tensor == null || !(input.op() instanceof Leaf.Input)) {
      throw new IllegalArgumentException(input + " is no input of this plan");
    }
    if (changes != null) changes.set(input);
    return tensor;
  }

  /** Computes all outputs from the inputs and the parameters. */
  public void forward() {
    requireOpen();
    if (changes == null) {
      for (PlanCompiler.Step step : forward) run(step);
      return;
    }
    changes.look();
    for (int i = 0; i < forward.size(); i++) if (changes.reach(i)) run(forward.get(i));
    changes.done();
  }

  private void run(PlanCompiler.Step step) {
    stopIfInterrupted(step);
    step.kernel().forward();
    if (options.checkFinite()) checkFinite(step, "value");
  }

  /**
   * Computes the gradients of the loss of the last {@link #forward()}: adds them to the parameters'
   * {@link Gradients}, and sets those of kept nodes.
   */
  public void backward() {
    requireOpen();
    if (backward.isEmpty()) throw new IllegalStateException("this plan has no loss with gradients");
    for (PlanCompiler.Step step : backward) {
      stopIfInterrupted(step);
      step.kernel().backward();
      if (options.checkFinite()) checkFinite(step, "gradient passed on by");
    }
  }

  private static void stopIfInterrupted(PlanCompiler.Step step) {
    if (Thread.currentThread().isInterrupted()) {
      throw new PlanInterruptedException("interrupted before " + step.node());
    }
  }

  private static void checkFinite(PlanCompiler.Step step, String what) {
    for (Tensor tensor : step.written()) {
      for (int i = 0; i < tensor.size(); i++) {
        float value = tensor.buffer().get(i);
        if (!Float.isFinite(value)) {
          throw new NonFiniteException(
              "the %s %s is %s at element %d".formatted(what, step.node(), value, i));
        }
      }
    }
  }

  /** A copy of the value of an output, the loss or an input, row-major. */
  public float[] get(Node output) {
    float[] values = new float[output.shape().size()];
    get(output, values, 0);
    return values;
  }

  /** Copies the value of an output to {@code target[from]} on. */
  public void get(Node output, float[] target, int from) {
    Tensor tensor = readableTensor(output);
    tensor.buffer().get(0, target, from, tensor.size());
  }

  /** The value of an output with one element, such as the loss. */
  public float scalar(Node output) {
    Tensor tensor = readableTensor(output);
    if (tensor.size() != 1) {
      throw new IllegalArgumentException(output + " has more than 1 element");
    }
    return tensor.buffer().get(0);
  }

  /** Copies an output of the last run to an input of the next, as recurrent states go. */
  public void feed(Node output, Node input) {
    Tensor from = readableTensor(output);
    Tensor to = inputTensor(input);
    if (from.size() != to.size()) {
      throw new IllegalArgumentException(output + " does not fit input " + input);
    }
    to.buffer().put(0, from.buffer(), 0, from.size());
  }

  private Tensor readableTensor(Node output) {
    requireOpen();
    Tensor tensor = readable.get(output);
    if (tensor == null) {
      throw new IllegalArgumentException(output + " is no output of this plan: name it at compile");
    }
    return tensor;
  }

  /**
   * A copy of the gradient of a node that wanted to {@link Node#keepGradient() keep} it; zeros if
   * the loss does not depend on it.
   */
  public float[] gradient(Node node) {
    requireOpen();
    if (!node.gradientKept()) {
      throw new IllegalArgumentException(
          node + " does not keep its gradient: ask by keepGradient()");
    }
    float[] values = new float[node.shape().size()];
    Tensor tensor = gradients.get(node);
    if (tensor != null) tensor.load(0, values, values.length);
    return values;
  }

  /**
   * What the plan does: one line per step of both passes with its operation, its node, the shapes
   * of its inputs, and how many floats it writes where in the plan's memory (gradients of
   * parameters: in theirs); last the memory.
   */
  public List<String> listing() {
    requireOpen();
    return PlanProfile.listing(forward, backward, bytes(), bytesWithoutReuse);
  }

  /**
   * The {@link #listing}, and in each line microseconds of processor time: the mean of {@code runs}
   * runs.
   *
   * @param runs at least 1; plans without gradients run forward only
   */
  public List<String> profile(int runs) {
    requireOpen();
    return PlanProfile.of(forward, backward, runs, bytes(), bytesWithoutReuse);
  }

  /** Native memory of the plan in bytes, parameters excluded; its peak, since it is taken once. */
  public long bytes() {
    return block.bytes();
  }

  /** What {@link #bytes()} would be if no tensors shared memory. */
  public long bytesWithoutReuse() {
    return bytesWithoutReuse;
  }

  private void requireOpen() {
    if (closed) throw new IllegalStateException("the plan is closed");
  }

  /** Returns all native memory; the plan cannot run any more. */
  @Override
  public void close() {
    if (closed) return;
    closed = true;
    for (PlanCompiler.Step step : forward) step.kernel().close();
    block.close();
  }
}
