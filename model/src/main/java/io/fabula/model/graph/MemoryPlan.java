package io.fabula.model.graph;

import io.fabula.model.graph.memory.NativeBlock;
import io.fabula.model.graph.memory.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.PriorityQueue;
import java.util.TreeMap;

/**
 * Gives slots of memory their offsets. A slot lives from its first to its last step; slots whose
 * lives do not overlap may share memory.
 */
final class MemoryPlan {
  /** Memory of one or more tensors that are views of it. */
  static final class Slot {
    private final int size;
    private int first = Integer.MAX_VALUE;
    private int last = Integer.MIN_VALUE;
    private long offset = -1;
    private final List<Tensor> views = new ArrayList<>();
    private final List<Integer> viewOffsets = new ArrayList<>();

    Slot(int size) {
      this.size = size;
    }

    /** Extends the life to a step. */
    void use(int time) {
      first = Math.min(first, time);
      last = Math.max(last, time);
    }

    /** Lets the slot live through all runs. */
    void persist() {
      first = Integer.MIN_VALUE;
      last = Integer.MAX_VALUE;
    }

    Tensor view(int viewOffset, int viewSize) {
      Tensor view = new Tensor(viewSize);
      views.add(view);
      viewOffsets.add(viewOffset);
      return view;
    }

    private void place(NativeBlock block) {
      for (int i = 0; i < views.size(); i++) views.get(i).place(block, offset + viewOffsets.get(i));
    }
  }

  private final List<Slot> slots = new ArrayList<>();
  private long total;

  Slot slot(int size) {
    Slot slot = new Slot(size);
    slots.add(slot);
    return slot;
  }

  /** Decides all offsets, takes the memory and places all tensors. */
  NativeBlock place(boolean reuse) {
    if (reuse) {
      assignByLife();
    } else {
      for (Slot slot : slots) {
        slot.offset = total;
        total += NativeBlock.aligned(slot.size);
      }
    }
    NativeBlock block = new NativeBlock(total);
    for (Slot slot : slots) slot.place(block);
    return block;
  }

  /** The sum of all slots: what a plan without reuse takes. */
  long bytesWithoutReuse() {
    long floats = 0;
    for (Slot slot : slots) floats += NativeBlock.aligned(slot.size);
    return floats * Float.BYTES;
  }

  private void assignByLife() {
    List<Slot> byStart = new ArrayList<>(slots);
    byStart.sort(
        Comparator.<Slot>comparingInt(slot -> slot.first)
            .thenComparing(Comparator.<Slot>comparingInt(slot -> slot.size).reversed()));
    PriorityQueue<Slot> alive = new PriorityQueue<>(Comparator.comparingInt(slot -> slot.last));
    TreeMap<Long, Long> free = new TreeMap<>();
    for (Slot slot : byStart) {
      while (!alive.isEmpty() && alive.peek().last < slot.first) {
        Slot dead = alive.remove();
        release(free, dead.offset, NativeBlock.aligned(dead.size));
      }
      slot.offset = take(free, NativeBlock.aligned(slot.size));
      alive.add(slot);
    }
  }

  /** Takes the smallest hole that is large enough, else grows the block. */
  private long take(NavigableMap<Long, Long> free, long size) {
    Map.Entry<Long, Long> best = null;
    for (Map.Entry<Long, Long> hole : free.entrySet()) {
      if (hole.getValue() >= size && (best == null || hole.getValue() < best.getValue())) {
        best = hole;
      }
    }
    if (best != null) {
      long offset = best.getKey();
      long rest = best.getValue() - size;
      free.remove(offset);
      if (rest > 0) free.put(offset + size, rest);
      return offset;
    }
    Map.Entry<Long, Long> end = free.lastEntry();
    if (end != null && end.getKey() + end.getValue() == total) {
      free.remove(end.getKey());
      total = end.getKey() + size;
      return end.getKey();
    }
    long offset = total;
    total += size;
    return offset;
  }

  private static void release(NavigableMap<Long, Long> free, long offset, long size) {
    long start = offset;
    long length = size;
    Map.Entry<Long, Long> before = free.lowerEntry(offset);
    if (before != null && before.getKey() + before.getValue() == offset) {
      start = before.getKey();
      length += before.getValue();
    }
    Long after = free.remove(offset + size);
    if (after != null) length += after;
    free.put(start, length);
  }
}
