package io.fabula.model.graph;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.OpContext;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of ND4J's native operations with its context prepared once: a run costs a few microseconds
 * above the kernel itself.
 */
final class NativeOp implements AutoCloseable {
  private final DynamicCustomOp op;
  private final OpContext context;
  private final List<INDArray> inputs;
  private final List<INDArray> outputs;

  NativeOp(String name, List<INDArray> inputs, List<INDArray> outputs, long... settings) {
    this.inputs = inputs;
    this.outputs = outputs;
    op = DynamicCustomOp.builder(name).build();
    context = Nd4j.getExecutioner().buildContext();
    context.setInputArrays(inputs.toArray(new INDArray[0]));
    context.setOutputArrays(outputs.toArray(new INDArray[0]));
    context.setIArguments(settings);
  }

  void run() {
    Nd4j.getExecutioner().exec(op, context);
  }

  @Override
  public void close() {
    try {
      context.close();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("an operation context could not be closed", e);
    }
    for (INDArray array : inputs) close(array);
    for (INDArray array : outputs) close(array);
  }

  private static void close(INDArray array) {
    if (array.closeable()) array.close();
  }
}
