package io.fabula.model.graph;

import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain, tile by tile. The backward pass computes cheap values between the links once more and
 * reads dear ones, which the forward pass kept.
 */
final class ChainKernel implements Kernel {
  private static final int GRADIENT = 0;
  private static final int SPARE = 1;
  private static final int FIRST = 2;

  private final ChainOp.Link[] links;
  private final Operand[] operands;
  private final Tensor y;
  private final Tensor g;
  private final boolean[] needed;
  private final @Nullable Tensor[] kept;
  private final boolean[] reached;
  private final ScratchBuffers tiles;

  ChainKernel(List<ChainOp.Link> chain, Binding binding) {
    links = chain.toArray(new ChainOp.Link[0]);
    int count = links.length;
    operands = new Operand[binding.node().inputs().size()];
    needed = new boolean[count];
    kept = new Tensor[count];
    reached = new boolean[count];
    boolean[] inputNeeded = new boolean[operands.length];
    for (int i = count - 1; i >= 0; i--) {
      if (links[i].needsValue()) needed[i] = true;
      boolean again = needed[i] && i < count - 1 && cheap(binding, links[i]);
      if (!links[i].needsOperands() && !again) continue;
      for (int from : new int[] {links[i].first(), links[i].second()}) {
        if (from >= 0) needed[from] = true;
        else inputNeeded[-1 - from] = true;
      }
    }
    for (int i = 0; i < operands.length; i++) {
      operands[i] = new Operand(binding, i, inputNeeded[i], tile(2 * count + 2 * i));
    }
    y = needed[count - 1] ? binding.outputInBackward() : binding.output();
    for (int i = 0; i < count - 1; i++) {
      boolean keeps = binding.differentiated() && needed[i] && !cheap(binding, links[i]);
      kept[i] = keeps ? binding.saved(binding.shape().size()) : null;
    }
    if (needed[count - 1]) kept[count - 1] = y;
    g = binding.gradient();
    for (int i = 0; i < count; i++) reached[i] = reaches(links[i]);
    tiles = binding.tiles();
  }

  /** Repeating a small operand again costs more than reading the value once. */
  private static boolean cheap(Binding binding, ChainOp.Link link) {
    boolean whole = true;
    for (int from : new int[] {link.first(), link.second()}) {
      whole &= from >= 0 || binding.inputShape(-1 - from).size() == binding.shape().size();
    }
    return whole && link.cheap();
  }

  /** Whether a gradient behind a link is wanted by some operand. */
  private boolean reaches(ChainOp.Link link) {
    return wanted(link.first()) || wanted(link.second());
  }

  private boolean wanted(int from) {
    return from >= 0 ? reached[from] : operands[-1 - from].gradientTarget != null;
  }

  private static int tile(int i) {
    return FIRST + i;
  }

  private float[] value(int from) {
    return from >= 0 ? tiles.get(tile(from)) : tiles.get(operands[-1 - from].tile);
  }

  private float[] gradient(int link) {
    return tiles.get(tile(links.length + link));
  }

  @Override
  public void forward() {
    for (Operand operand : operands) operand.begin(tiles);
    for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
      for (Operand operand : operands) operand.load(tiles, from, n);
      for (int i = 0; i < links.length; i++) {
        compute(i, n);
        Tensor place = i == links.length - 1 ? y : kept[i];
        if (place != null) place.store(from, value(i), n);
      }
    }
  }

  private void compute(int i, int n) {
    ChainOp.Link link = links[i];
    UnaryFunction unary = link.unary();
    BinaryFunction binary = link.binary();
    if (unary != null) unary.value(value(link.first()), value(i), n);
    if (binary != null) binary.value(value(link.first()), value(link.second()), value(i), n);
  }

  @Override
  public void backward() {
    for (Operand operand : operands) {
      if (operand.needed) operand.begin(tiles);
      operand.beginGradient();
    }
    for (int from = 0; from < y.size(); from += ScratchBuffers.SIZE) {
      int n = Math.min(ScratchBuffers.SIZE, y.size() - from);
      for (Operand operand : operands) if (operand.needed) operand.load(tiles, from, n);
      for (int i = 0; i < links.length; i++) {
        Tensor place = kept[i];
        if (place != null) place.load(from, value(i), n);
        else if (needed[i]) compute(i, n);
      }
      g.load(from, gradient(links.length - 1), n);
      for (int i = links.length - 1; i >= 0; i--) if (reached[i]) back(i, from, n);
    }
    for (Operand operand : operands) operand.endGradient(tiles);
  }

  private void back(int i, int from, int n) {
    ChainOp.Link link = links[i];
    float[] gradient = gradient(i);
    float[] d = tiles.get(GRADIENT);
    UnaryFunction unary = link.unary();
    BinaryFunction binary = link.binary();
    if (unary != null) {
      unary.gradient(value(link.first()), value(i), gradient, d, n);
      put(link.first(), d, from, n, false);
    }
    if (binary == null) return;
    float[] a = value(link.first());
    float[] b = value(link.second());
    if (wanted(link.first())) {
      binary.gradientOfFirst(a, b, gradient, d, n);
      put(link.first(), d, from, n, false);
    }
    if (wanted(link.second())) {
      binary.gradientOfSecond(a, b, gradient, d, n);
      put(link.second(), d, from, n, link.second() == link.first());
    }
  }

  /** A link has one user, so that its gradient is set, unless both operands are the same link. */
  private void put(int target, float[] d, int from, int n, boolean adds) {
    if (target < 0) {
      operands[-1 - target].putGradient(d, from, n, tiles.get(SPARE));
    } else if (adds) {
      RowLoops.addRow(d, 0, gradient(target), n);
    } else {
      System.arraycopy(d, 0, gradient(target), 0, n);
    }
  }
}
