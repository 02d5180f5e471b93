package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Shape;
import java.util.function.Supplier;
import org.bytedeco.dnnl.convolution_backward_data;
import org.bytedeco.dnnl.convolution_backward_weights;
import org.bytedeco.dnnl.convolution_forward;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.dnnl.reorder;

/**
 * The three computations of a convolution over some images at a time, with weights in the layout
 * that oneDNN likes best, and the way from and to the one they come in.
 *
 * @param images at a time
 * @param in [batch, height, width, channels]
 * @param out likewise
 * @param weights [out, in, height, width], whatever order they lie in
 * @param order in which they lie
 */
public record ConvolutionPrimitives(
    int images,
    Shape in,
    Shape out,
    Shape weights,
    memory.format_tag order,
    int stride,
    int padding) {
  /** With weights in PyTorch's order. */
  public ConvolutionPrimitives(
      int images, Shape in, Shape out, Shape weights, int stride, int padding) {
    this(images, in, out, weights, memory.format_tag.oihw, stride, padding);
  }

  /** The argument of {@link #forwardAdding}. */
  public static final int ADDED = dnnl.DNNL_ARG_ATTR_MULTIPLE_POST_OP_BASE | dnnl.DNNL_ARG_SRC_1;

  private static final int[] FORWARD = {
    dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_BIAS, dnnl.DNNL_ARG_DST
  };

  /** The convolution. */
  public Primitive forward() {
    return new Primitive(() -> forward(new post_ops()), FORWARD);
  }

  /** The relu of the convolution. */
  public Primitive forwardRelu() {
    return new Primitive(
        () -> {
          post_ops relu = new post_ops();
          relu.append_eltwise(dnnl.dnnl_eltwise_relu, 0f, 0f);
          return forward(relu);
        },
        FORWARD);
  }

  /** The convolution plus what argument {@link #ADDED} gives, of the same shape. */
  public Primitive forwardAdding() {
    return new Primitive(
        () -> {
          post_ops add = new post_ops();
          add.append_binary(dnnl.dnnl_binary_add, OneDnn.images(out, images));
          return forward(add);
        },
        dnnl.DNNL_ARG_SRC,
        dnnl.DNNL_ARG_WEIGHTS,
        dnnl.DNNL_ARG_BIAS,
        dnnl.DNNL_ARG_DST,
        ADDED);
  }

  private Primitive.Made forward(post_ops after) {
    primitive_attr attributes = OneDnn.attributes();
    attributes.set_post_ops(after);
    convolution_forward.primitive_desc description = description(attributes);
    return new Primitive.Made(description, new convolution_forward(description));
  }

  /** The gradient of the input. */
  public Primitive inputGradient() {
    return new Primitive(
        () -> {
          var description =
              new convolution_backward_data.primitive_desc(
                  OneDnn.engine(),
                  dnnl.dnnl_convolution_direct,
                  OneDnn.images(in, images),
                  anyWeights(),
                  OneDnn.images(out, images),
                  strides(),
                  paddings(),
                  paddings(),
                  description(OneDnn.attributes()),
                  OneDnn.attributes(),
                  false);
          return new Primitive.Made(description, new convolution_backward_data(description));
        },
        dnnl.DNNL_ARG_DIFF_DST,
        dnnl.DNNL_ARG_WEIGHTS,
        dnnl.DNNL_ARG_DIFF_SRC);
  }

  /** The gradients of weights and bias. */
  public Primitive weightGradient() {
    return new Primitive(
        () -> {
          var description =
              new convolution_backward_weights.primitive_desc(
                  OneDnn.engine(),
                  dnnl.dnnl_convolution_direct,
                  OneDnn.images(in, images),
                  anyWeights(),
                  OneDnn.flat(weights.dim(0)),
                  OneDnn.images(out, images),
                  strides(),
                  paddings(),
                  paddings(),
                  description(OneDnn.attributes()),
                  OneDnn.attributes(),
                  false);
          return new Primitive.Made(description, new convolution_backward_weights(description));
        },
        dnnl.DNNL_ARG_SRC,
        dnnl.DNNL_ARG_DIFF_DST,
        dnnl.DNNL_ARG_DIFF_WEIGHTS,
        dnnl.DNNL_ARG_DIFF_BIAS);
  }

  /** Brings weights to the layout that {@code user} reads. */
  Primitive fromPlain(Primitive user) {
    return reorder(this::plainWeights, () -> user.layout(dnnl.DNNL_ARG_WEIGHTS), false);
  }

  /** Brings a gradient from the layout that {@code maker} writes: sets or adds. */
  public Primitive toPlain(Primitive maker, boolean adds) {
    return reorder(() -> maker.layout(dnnl.DNNL_ARG_DIFF_WEIGHTS), this::plainWeights, adds);
  }

  private static Primitive reorder(
      Supplier<memory.desc> from, Supplier<memory.desc> to, boolean adds) {
    return new Primitive(
        () -> {
          primitive_attr attributes = OneDnn.attributes();
          if (adds) {
            post_ops after = new post_ops();
            after.append_sum();
            attributes.set_post_ops(after);
          }
          engine processor = OneDnn.engine();
          var description =
              new reorder.primitive_desc(
                  processor, from.get(), processor, to.get(), attributes, false);
          return new Primitive.Made(description, new reorder(description));
        },
        dnnl.DNNL_ARG_SRC,
        dnnl.DNNL_ARG_DST);
  }

  private convolution_forward.primitive_desc description(primitive_attr attributes) {
    return new convolution_forward.primitive_desc(
        OneDnn.engine(),
        dnnl.dnnl_forward_training,
        dnnl.dnnl_convolution_direct,
        OneDnn.images(in, images),
        anyWeights(),
        OneDnn.flat(weights.dim(0)),
        OneDnn.images(out, images),
        strides(),
        paddings(),
        paddings(),
        attributes,
        false);
  }

  private memory.desc plainWeights() {
    return weights(order);
  }

  private memory.desc anyWeights() {
    return weights(memory.format_tag.any);
  }

  private memory.desc weights(memory.format_tag order) {
    return OneDnn.layout(order, weights.toLongs());
  }

  private long[] strides() {
    return new long[] {stride, stride};
  }

  private long[] paddings() {
    return new long[] {padding, padding};
  }
}
