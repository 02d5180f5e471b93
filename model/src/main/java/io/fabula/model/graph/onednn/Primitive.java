package io.fabula.model.graph.onednn;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Tensor;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.bytedeco.dnnl.IntMemoryMap;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.primitive;
import org.bytedeco.dnnl.primitive_desc_base;
import org.bytedeco.dnnl.stream;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerScope;

/**
 * One of oneDNN's primitives, compiled once; what it reads and writes may lie elsewhere in each
 * run. Arguments are numbered as in oneDNN ({@code DNNL_ARG_SRC} and so on).
 */
public final class Primitive implements AutoCloseable {
  /** What is made of it: a description to ask for layouts, and the code. */
  public record Made(primitive_desc_base description, primitive code) {}

  private static final AtomicLong LIVE = new AtomicLong();

  private final primitive_desc_base description;
  private final primitive code;
  private final stream queue;
  private final IntMemoryMap arguments;
  private final Map<Integer, memory> memories = new HashMap<>();
  private final int scratchFloats;

  /**
   * @param make makes the primitive; all else that it allocates is returned at once
   * @param used the arguments that will be given
   */
  public Primitive(Supplier<Made> make, int... used) {
    PointerScope temporary = new PointerScope();
    try {
      Made made = make.get();
      description = kept(made.description());
      code = kept(made.code());
      queue = kept(new stream(OneDnn.engine()));
      arguments = kept(new IntMemoryMap());
      for (int argument : used) attach(argument, layout(argument));
      memory.desc scratch = description.scratchpad_desc();
      scratchFloats = floats(scratch);
      if (scratchFloats > 0) attach(dnnl.DNNL_ARG_SCRATCHPAD, scratch);
    } finally {
      temporary.close();
    }
    LIVE.incrementAndGet();
  }

  /** How many primitives of this process have not been closed. */
  public static long live() {
    return LIVE.get();
  }

  private void attach(int argument, memory.desc layout) {
    memory place = kept(new memory(layout, OneDnn.engine(), (Pointer) null));
    memories.put(argument, place);
    arguments.put(argument, place);
  }

  private static <P extends Pointer> P kept(P pointer) {
    pointer.retainReference();
    return pointer;
  }

  /** The layout of an argument; it lives as long as the scope it is asked in. */
  memory.desc layout(int argument) {
    return description.query_md(dnnl.dnnl_query_exec_arg_md, argument);
  }

  /** How many floats an argument holds, in the layout that the primitive wants. */
  public int floats(int argument) {
    PointerScope temporary = new PointerScope();
    try {
      return floats(layout(argument));
    } finally {
      temporary.close();
    }
  }

  private static int floats(memory.desc layout) {
    return Math.toIntExact((layout.get_size() + Float.BYTES - 1) / Float.BYTES);
  }

  /** How many floats of working memory a run needs; given by {@link #scratch}. */
  public int scratchFloats() {
    return scratchFloats;
  }

  /** Gives the working memory. */
  public void scratch(Tensor tensor) {
    if (scratchFloats > 0) give(dnnl.DNNL_ARG_SCRATCHPAD, tensor.pointer());
  }

  /** Says where an argument lies from now on. */
  public void give(int argument, FloatPointer place) {
    memory known = memories.get(argument);
    if (known == null) throw new IllegalArgumentException("argument " + argument + " is not used");
    known.set_data_handle(place);
  }

  /** Says where an argument lies from now on: from an element of a tensor on. */
  public void give(int argument, Tensor tensor, int from) {
    give(argument, NativeBlock.part(tensor.pointer(), from, tensor.size() - from));
  }

  public void run() {
    code.execute(queue, arguments);
  }

  @Override
  public void close() {
    arguments.deallocate();
    for (memory each : memories.values()) each.deallocate();
    queue.deallocate();
    code.deallocate();
    description.deallocate();
    LIVE.decrementAndGet();
  }
}
