package io.fabula.model.graph.memory;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicLong;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;

/**
 * One block of zeroed native memory, aligned to cache lines. It is returned by {@link #close}, or
 * when it becomes unreachable.
 */
public final class NativeBlock implements AutoCloseable {
  private static final Cleaner CLEANER = Cleaner.create();
  private static final int LINE_BYTES = 64;

  /** How many floats fill a cache line; tensors begin on such multiples. */
  static final int LINE_FLOATS = LINE_BYTES / Float.BYTES;

  private static final AtomicLong LIVE = new AtomicLong();

  private final long floats;
  private final FloatPointer start;
  private final Cleaner.Cleanable memory;

  public NativeBlock(long floats) {
    Natives.require();
    this.floats = floats;
    Pointer raw = Pointer.calloc(1, Math.max(1, floats) * Float.BYTES + LINE_BYTES);
    if (raw == null || raw.isNull()) {
      throw new OutOfMemoryError("no native memory for " + floats * Float.BYTES + " bytes");
    }
    long address = raw.address();
    long aligned = (address + LINE_BYTES - 1) & -LINE_BYTES;
    start = new FloatPointer(new Address(aligned));
    LIVE.incrementAndGet();
    memory = CLEANER.register(this, () -> free(raw));
  }

  private static void free(Pointer raw) {
    Pointer.free(raw);
    LIVE.decrementAndGet();
  }

  /** How many blocks of this process have not been returned. */
  public static long live() {
    return LIVE.get();
  }

  /** Rounds a number of floats up to whole cache lines. */
  public static long aligned(long floats) {
    return (floats + LINE_FLOATS - 1) & -LINE_FLOATS;
  }

  /** The size in bytes. */
  public long bytes() {
    return floats * Float.BYTES;
  }

  /** A pointer to part of the block; valid until the block is closed. */
  FloatPointer floats(long offset, int size) {
    if (offset < 0 || offset + size > floats) {
      throw new IndexOutOfBoundsException(offset + " + " + size + " exceeds " + floats);
    }
    return part(start, offset, size);
  }

  /** A pointer to {@code size} floats from an offset of another pointer's memory. */
  public static FloatPointer part(FloatPointer base, long offset, int size) {
    FloatPointer part = new FloatPointer(new Address(base.address() + offset * Float.BYTES));
    part.capacity(size);
    return part;
  }

  @Override
  public void close() {
    memory.clean();
  }

  private static final class Address extends Pointer {
    Address(long address) {
      this.address = address;
    }
  }
}
