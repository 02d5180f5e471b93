package io.fabula.model.graph.memory;

import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** A contiguous run of 32-bit floats in native memory; its place is known once it is planned. */
public final class Tensor {
  private final int size;
  private long offset = -1;
  private @Nullable FloatPointer pointer;
  private @Nullable FloatBuffer buffer;

  public Tensor(int size) {
    this.size = size;
  }

  /** Gives the tensor its memory: {@code size} floats from {@code at} of {@code block}. */
  public void place(NativeBlock block, long at) {
    offset = at;
    FloatPointer placed = block.floats(at, size);
    pointer = placed;
    buffer = placed.asBuffer();
  }

  public int size() {
    return size;
  }

  /** Where in its block the tensor begins, in floats; -1 before it is placed. */
  public long offset() {
    return offset;
  }

  public FloatPointer pointer() {
    FloatPointer placed = pointer;
    if (placed == null) throw new IllegalStateException("the tensor has no memory yet");
    return placed;
  }

  public FloatBuffer buffer() {
    FloatBuffer placed = buffer;
    if (placed == null) throw new IllegalStateException("the tensor has no memory yet");
    return placed;
  }

  /** Copies {@code n} elements from {@code from} on to the start of {@code target}. */
  public void load(int from, float[] target, int n) {
    buffer().get(from, target, 0, n);
  }

  /** Copies the first {@code n} elements of {@code source} to {@code from} and on. */
  public void store(int from, float[] source, int n) {
    buffer().put(from, source, 0, n);
  }
}
