package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.Natives;
import io.fabula.model.graph.memory.Shape;
import org.bytedeco.dnnl.engine;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive_attr;

/**
 * The current oneDNN, called directly: its kernels keep weights in blocked layouts of their own
 * choice and compute each gradient of a convolution by itself.
 */
public final class OneDnn {
  private OneDnn() {}

  /** The processor, as oneDNN sees it. */
  public static engine engine() {
    Natives.require();
    try {
      return Processor.ENGINE;
    } catch (LinkageError e) {
      throw new IllegalStateException(
          "oneDNN's native library is missing or does not fit this platform ("
              + System.getProperty("os.name")
              + ", "
              + System.getProperty("os.arch")
              + "): "
              + (e.getCause() == null ? e.getMessage() : e.getCause().getMessage()),
          e);
    }
  }

  /** Floats in this order of axes, as oneDNN names it. */
  public static memory.desc layout(memory.format_tag order, long... dims) {
    return new memory.desc(dims, memory.data_type.f32, order);
  }

  /** A run of floats. */
  static memory.desc flat(int floats) {
    return layout(memory.format_tag.a, floats);
  }

  /** Images [batch, height, width, channels]; oneDNN counts their axes batch, channels first. */
  static memory.desc images(Shape shape, int batch) {
    return layout(memory.format_tag.nhwc, batch, shape.dim(3), shape.dim(1), shape.dim(2));
  }

  /** Working memory comes from the plan: oneDNN's own belongs to the thread that compiled. */
  public static primitive_attr attributes() {
    primitive_attr attributes = new primitive_attr();
    attributes.set_scratchpad_mode(dnnl.dnnl_scratchpad_mode_user);
    return attributes;
  }

  private static final class Processor {
    static final engine ENGINE = new engine(engine.kind.cpu, 0);

    static {
      ENGINE.retainReference(); // whatever scope it happens to be made in
    }
  }
}
