package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
import java.util.function.Supplier;
import org.bytedeco.dnnl.binary;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;

/** The sum of two runs of floats. */
public final class FlatAdd implements AutoCloseable {
  private final Primitive add;

  public FlatAdd(int floats) {
    this(() -> OneDnn.flat(floats), () -> OneDnn.flat(floats));
  }

  private FlatAdd(Supplier<memory.desc> whole, Supplier<memory.desc> part) {
    add =
        new Primitive(
            () -> {
              var description =
                  new binary.primitive_desc(
                      OneDnn.engine(),
                      dnnl.dnnl_binary_add,
                      whole.get(),
                      part.get(),
                      whole.get(),
                      OneDnn.attributes(),
                      false);
              return new Primitive.Made(description, new binary(description));
            },
            dnnl.DNNL_ARG_SRC,
            dnnl.DNNL_ARG_SRC_1,
            dnnl.DNNL_ARG_DST);
  }

  /** Adds a run of floats to each pixel of some images. */
  public static FlatAdd toPixels(Shape images, int batch) {
    return new FlatAdd(
        () -> OneDnn.images(images, batch),
        () -> OneDnn.layout(memory.format_tag.nhwc, 1, images.dim(3), 1, 1));
  }

  /** Writes {@code a + b}; the target may be one of them. */
  public void add(Tensor a, int aFrom, Tensor b, int bFrom, Tensor target, int from) {
    add.give(dnnl.DNNL_ARG_SRC, a, aFrom);
    add.give(dnnl.DNNL_ARG_SRC_1, b, bFrom);
    add.give(dnnl.DNNL_ARG_DST, target, from);
    add.run();
  }

  @Override
  public void close() {
    add.close();
  }
}
