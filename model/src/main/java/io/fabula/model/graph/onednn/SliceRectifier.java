package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Tensor;
import java.util.function.Supplier;
import org.bytedeco.dnnl.eltwise_backward;
import org.bytedeco.dnnl.eltwise_forward;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** The relu of a slice of a batch, and its gradient. */
public final class SliceRectifier implements AutoCloseable {
  private final Primitive rectify;
  private final Primitive mask;

  public SliceRectifier(int floats) {
    rectify =
        new Primitive(
            () -> {
              var description = description(floats);
              return new Primitive.Made(description, new eltwise_forward(description));
            },
            dnnl.DNNL_ARG_SRC,
            dnnl.DNNL_ARG_DST);
    mask =
        new Primitive(
            () -> {
              Supplier<memory.desc> flat = () -> OneDnn.flat(floats);
              var description =
                  new eltwise_backward.primitive_desc(
                      OneDnn.engine(),
                      dnnl.dnnl_eltwise_relu,
                      flat.get(),
                      flat.get(),
                      flat.get(),
                      0f,
                      0f,
                      description(floats),
                      OneDnn.attributes(),
                      false);
              return new Primitive.Made(description, new eltwise_backward(description));
            },
            dnnl.DNNL_ARG_SRC,
            dnnl.DNNL_ARG_DIFF_DST,
            dnnl.DNNL_ARG_DIFF_SRC);
  }

  private static eltwise_forward.primitive_desc description(int floats) {
    return new eltwise_forward.primitive_desc(
        OneDnn.engine(),
        dnnl.dnnl_forward_training,
        dnnl.dnnl_eltwise_relu,
        OneDnn.flat(floats),
        OneDnn.flat(floats),
        0f,
        0f,
        OneDnn.attributes(),
        false);
  }

  /** Writes max(x, 0) to the start of {@code target}. */
  public void rectify(Tensor x, int from, Tensor target) {
    rectify.give(dnnl.DNNL_ARG_SRC, x, from);
    rectify.give(dnnl.DNNL_ARG_DST, target, 0);
    rectify.run();
  }

  /** Puts 0 to the start of {@code gradient} where x is not positive. */
  public void mask(Tensor x, int xFrom, Tensor gradient) {
    mask(x, xFrom, gradient, gradient, 0);
  }

  /** Writes the start of {@code gradient} where x is positive, else 0. */
  public void mask(Tensor x, int xFrom, Tensor gradient, Tensor target, int from) {
    mask.give(dnnl.DNNL_ARG_SRC, x, xFrom);
    mask.give(dnnl.DNNL_ARG_DIFF_DST, gradient, 0);
    mask.give(dnnl.DNNL_ARG_DIFF_SRC, target, from);
    mask.run();
  }

  @Override
  public void close() {
    rectify.close();
    mask.close();
  }
}
