package io.fabula.model.graph;

import io.fabula.model.graph.memory.RowLoops;
import io.fabula.model.graph.memory.ScratchBuffers;
import io.fabula.model.graph.memory.Tensor;
import io.fabula.model.graph.onednn.OneDnn;
import io.fabula.model.graph.onednn.Primitive;
import java.util.function.IntFunction;
import org.bytedeco.dnnl.global.dnnl;
import org.bytedeco.dnnl.matmul;
import org.bytedeco.dnnl.memory;
import org.bytedeco.dnnl.post_ops;
import org.bytedeco.dnnl.primitive_attr;
import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/**
 * A product of matrices, C = A B (+ bias) (+ C), or a batch of them, prepared once: in Java if it
 * is small, else by oneDNN, which knows the processor it runs on, or in plain plans by OpenBLAS.
 * What it multiplies stays where it was when it was prepared.
 */
final class MatrixProduct implements AutoCloseable {
  /**
   * What is multiplied; all matrices are densely packed, rows first.
   *
   * @param transposeA whether A [m, k] is stored [k, m]
   * @param transposeB whether B [k, n] is stored [n, k]
   * @param adds whether to what is in C
   * @param bias whether a row of n elements is added to each row of C
   */
  record Kind(
      boolean transposeA,
      boolean transposeB,
      int batches,
      int m,
      int n,
      int k,
      boolean adds,
      boolean bias) {
    Kind(boolean transposeA, boolean transposeB, int m, int n, int k, boolean adds) {
      this(transposeA, transposeB, 1, m, n, k, adds, false);
    }

    /** Multiplications of single numbers. */
    long multiplications() {
      return (long) batches * m * n * k;
    }
  }

  private final Kind kind;
  private final ScratchBuffers tiles;
  private final @Nullable SmallProduct small;
  private final @Nullable Primitive primitive;
  private final @Nullable Tensor scratch;
  private @Nullable Tensor a;
  private @Nullable Tensor b;
  private @Nullable Tensor c;
  private @Nullable Tensor bias;

  /**
   * @param memory gives tensors that live while this runs
   */
  MatrixProduct(Binding binding, Kind kind, IntFunction<Tensor> memory) {
    this.kind = kind;
    tiles = binding.tiles();
    small =
        binding.multipliesInJava() && SmallProduct.suits(kind)
            ? new SmallProduct(kind, binding.productTiles())
            : null;
    primitive = small == null && binding.multipliesDirectly() ? primitive(kind) : null;
    scratch = primitive == null ? null : memory.apply(Math.max(1, primitive.scratchFloats()));
  }

  private static Primitive primitive(Kind kind) {
    int[] used =
        kind.bias()
            ? new int[] {
              dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_BIAS, dnnl.DNNL_ARG_DST
            }
            : new int[] {dnnl.DNNL_ARG_SRC, dnnl.DNNL_ARG_WEIGHTS, dnnl.DNNL_ARG_DST};
    return new Primitive(
        () -> {
          matmul.primitive_desc description = description(kind);
          return new Primitive.Made(description, new matmul(description));
        },
        used);
  }

  private static matmul.primitive_desc description(Kind kind) {
    memory.desc first = matrices(kind.transposeA(), kind.batches(), kind.m(), kind.k());
    memory.desc second = matrices(kind.transposeB(), kind.batches(), kind.k(), kind.n());
    memory.desc result = matrices(false, kind.batches(), kind.m(), kind.n());
    primitive_attr attributes = OneDnn.attributes();
    if (kind.adds()) {
      post_ops after = new post_ops();
      after.append_sum();
      attributes.set_post_ops(after);
    }
    if (!kind.bias()) {
      return new matmul.primitive_desc(OneDnn.engine(), first, second, result, attributes, false);
    }
    memory.desc row = matrices(false, 1, 1, kind.n());
    return new matmul.primitive_desc(
        OneDnn.engine(), first, second, row, result, attributes, false);
  }

  /** A single matrix has two axes: oneDNN then chooses kernels for layers. */
  private static memory.desc matrices(boolean transposed, int batches, int rows, int columns) {
    if (batches == 1) {
      memory.format_tag order = transposed ? memory.format_tag.ba : memory.format_tag.ab;
      return OneDnn.layout(order, rows, columns);
    }
    memory.format_tag order = transposed ? memory.format_tag.acb : memory.format_tag.abc;
    return OneDnn.layout(order, batches, rows, columns);
  }

  /** To be called once, when all tensors have their memory. */
  void prepare(Tensor first, Tensor second, Tensor result) {
    a = first;
    b = second;
    c = result;
    if (primitive == null || scratch == null) return;
    primitive.give(dnnl.DNNL_ARG_SRC, first.pointer());
    primitive.give(dnnl.DNNL_ARG_WEIGHTS, second.pointer());
    primitive.give(dnnl.DNNL_ARG_DST, result.pointer());
    primitive.scratch(scratch);
  }

  /** The same with a row of n elements to add to each row of the result. */
  void prepare(Tensor first, Tensor second, Tensor row, Tensor result) {
    prepare(first, second, result);
    bias = row;
    if (primitive != null) primitive.give(dnnl.DNNL_ARG_BIAS, row.pointer());
  }

  void run() {
    if (primitive != null) {
      primitive.run();
    } else if (a != null && b != null && c != null) {
      if (small != null) {
        small.run(a, b, bias == null ? c : bias, c);
      } else {
        plain(a, b, c);
      }
    }
  }

  private void plain(Tensor first, Tensor second, Tensor result) {
    boolean ontoBias = kind.bias() && bias != null;
    if (bias != null) RowLoops.repeat(bias, result, kind.batches() * kind.m(), tiles);
    int m = kind.m();
    int n = kind.n();
    int k = kind.k();
    try (FloatPointer pa = new FloatPointer(first.pointer());
        FloatPointer pb = new FloatPointer(second.pointer());
        FloatPointer pc = new FloatPointer(result.pointer())) {
      for (int i = 0; i < kind.batches(); i++) {
        pa.position((long) i * m * k);
        pb.position((long) i * k * n);
        pc.position((long) i * m * n);
        float beta = kind.adds() || ontoBias ? 1f : 0f;
        Gemm.multiply(kind.transposeA(), kind.transposeB(), m, n, k, pa, pb, beta, pc);
      }
    }
  }

  @Override
  public void close() {
    if (primitive != null) primitive.close();
  }
}
