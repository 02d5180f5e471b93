package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Shape;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.pooling_backward;
import org.bytedeco.dnnl.pooling_forward;

/**
 * Max-pooling of some images at a time, and its gradient.
 *
 * @param images at a time
 * @param in [batch, height, width, channels]
 * @param out likewise
 */
public record PoolingPrimitives(
    int images, Shape in, Shape out, int kernel, int stride, int padding) {
  /**
   * The largest of each window.
   *
   * @param trained whether their places are to be kept
   */
  public Primitive forward(boolean trained) {
    int[] used =
        trained
            ? new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST, dnnl.DNNL_ARG_WORKSPACE}
            : new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_DST};
    return new Primitive(
        () -> {
          var description = description(trained);
          return new Primitive.Made(description, new pooling_forward(description));
        },
        used);
  }

  /** The gradient of the images from their places. */
  public Primitive backward() {
    return new Primitive(
        () -> {
          var description =
              new pooling_backward.primitive_desc(
                  OneDnn.engine(),
                  dnnl.dnnl_pooling_max,
                  OneDnn.images(in, images),
                  OneDnn.images(out, images),
                  both(stride),
                  both(kernel),
                  both(0),
                  both(padding),
                  both(padding),
                  description(true),
                  OneDnn.attributes(),
                  false);
          return new Primitive.Made(description, new pooling_backward(description));
        },
        dnnl.DNNL_ARG_DIFF_DST,
        dnnl.DNNL_ARG_WORKSPACE,
        dnnl.DNNL_ARG_DIFF_SRC);
  }

  private pooling_forward.primitive_desc description(boolean trained) {
    return new pooling_forward.primitive_desc(
        OneDnn.engine(),
        trained ? dnnl.dnnl_forward_training : dnnl.dnnl_forward_inference,
        dnnl.dnnl_pooling_max,
        OneDnn.images(in, images),
        OneDnn.images(out, images),
        both(stride),
        both(kernel),
        both(0),
        both(padding),
        both(padding),
        OneDnn.attributes(),
        false);
  }

  private static long[] both(int value) {
    return new long[] {value, value};
  }
}
