package io.fabula.model.graph;

import org.bytedeco.javacpp.FloatPointer;
import org.jspecify.annotations.Nullable;

/** Batched products of matrices. */
record MatmulOp(boolean transposeA, boolean transposeB) implements Op {
  @Override
  public String kind() {
    return "matmul";
  }

  @Override
  public Kernel bind(Binding binding) {
    return new MatmulKernel(this, binding);
  }

  private static final class MatmulKernel implements Kernel {
    private final boolean ta;
    private final boolean tb;
    private final int batches;
    private final int m;
    private final int n;
    private final int k;
    private final Tensor a;
    private final Tensor b;
    private final Tensor y;
    private final Tensor g;
    private final @Nullable Sink aSink;
    private final @Nullable Sink bSink;

    MatmulKernel(MatmulOp op, Binding binding) {
      ta = op.transposeA;
      tb = op.transposeB;
      Shape out = binding.shape();
      m = out.dim(-2);
      n = out.dim(-1);
      k = binding.inputShape(0).dim(ta ? -2 : -1);
      batches = out.size() / (m * n);
      aSink = binding.inputGradient(0);
      bSink = binding.inputGradient(1);
      a = bSink != null ? binding.inputInBackward(0) : binding.input(0);
      b = aSink != null ? binding.inputInBackward(1) : binding.input(1);
      y = binding.output();
      g = binding.gradient();
    }

    @Override
    public void forward() {
      try (FloatPointer pa = new FloatPointer(a.pointer());
          FloatPointer pb = new FloatPointer(b.pointer());
          FloatPointer py = new FloatPointer(y.pointer())) {
        for (int i = 0; i < batches; i++) {
          pa.position((long) i * m * k);
          pb.position((long) i * k * n);
          py.position((long) i * m * n);
          Gemm.multiply(ta, tb, m, n, k, pa, pb, 0f, py);
        }
      }
    }

    @Override
    public void backward() {
      try (FloatPointer pa = new FloatPointer(a.pointer());
          FloatPointer pb = new FloatPointer(b.pointer());
          FloatPointer pg = new FloatPointer(g.pointer())) {
        for (int i = 0; i < batches; i++) {
          pa.position((long) i * m * k);
          pb.position((long) i * k * n);
          pg.position((long) i * m * n);
          if (aSink != null) first(aSink, pg, pb, (long) i * m * k);
          if (bSink != null) second(bSink, pg, pa, (long) i * k * n);
        }
      }
    }

    private void first(Sink sink, FloatPointer pg, FloatPointer pb, long at) {
      try (FloatPointer pd = new FloatPointer(sink.tensor().pointer())) {
        pd.position(at);
        if (ta) {
          Gemm.multiply(tb, true, k, m, n, pb, pg, sink.beta(), pd);
        } else {
          Gemm.multiply(false, !tb, m, k, n, pg, pb, sink.beta(), pd);
        }
      }
    }

    private void second(Sink sink, FloatPointer pg, FloatPointer pa, long at) {
      try (FloatPointer pd = new FloatPointer(sink.tensor().pointer())) {
        pd.position(at);
        if (tb) {
          Gemm.multiply(true, ta, n, k, m, pg, pa, sink.beta(), pd);
        } else {
          Gemm.multiply(!ta, false, k, n, m, pa, pg, sink.beta(), pd);
        }
      }
    }
  }
}
