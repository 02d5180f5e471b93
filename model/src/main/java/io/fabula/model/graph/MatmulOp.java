package io.fabula.model.graph;

import io.fabula.model.graph.memory.GradientTarget;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.memory.Tensor;
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
    private final Tensor a;
    private final Tensor b;
    private final Tensor y;
    private final Tensor g;
    private final boolean transposeA;
    private final boolean transposeB;
    private final @Nullable GradientTarget aTarget;
    private final @Nullable GradientTarget bTarget;
    private final MatrixProduct forward;
    private final @Nullable MatrixProduct ofA;
    private final @Nullable MatrixProduct ofB;

    MatmulKernel(MatmulOp op, Binding binding) {
      transposeA = op.transposeA;
      transposeB = op.transposeB;
      Shape out = binding.shape();
      int m = out.dim(-2);
      int n = out.dim(-1);
      int k = binding.inputShape(0).dim(transposeA ? -2 : -1);
      int batches = out.size() / (m * n);
      aTarget = binding.inputGradient(0);
      bTarget = binding.inputGradient(1);
      a = bTarget != null ? binding.inputInBackward(0) : binding.input(0);
      b = aTarget != null ? binding.inputInBackward(1) : binding.input(1);
      y = binding.output();
      g = binding.gradient();
      forward =
          new MatrixProduct(
              binding,
              new MatrixProduct.Kind(transposeA, transposeB, batches, m, n, k, false, false),
              binding::scratch);
      ofA = aTarget == null ? null : product(binding, ofA(batches, m, n, k, aTarget.adds()));
      ofB = bTarget == null ? null : product(binding, ofB(batches, m, n, k, bTarget.adds()));
    }

    private static MatrixProduct product(Binding binding, MatrixProduct.Kind kind) {
      return new MatrixProduct(binding, kind, binding::backwardScratch);
    }

    private MatrixProduct.Kind ofA(int batches, int m, int n, int k, boolean adds) {
      return transposeA
          ? new MatrixProduct.Kind(transposeB, true, batches, k, m, n, adds, false)
          : new MatrixProduct.Kind(false, !transposeB, batches, m, k, n, adds, false);
    }

    private MatrixProduct.Kind ofB(int batches, int m, int n, int k, boolean adds) {
      return transposeB
          ? new MatrixProduct.Kind(true, transposeA, batches, n, k, m, adds, false)
          : new MatrixProduct.Kind(!transposeA, false, batches, k, n, m, adds, false);
    }

    @Override
    public void prepare() {
      forward.prepare(a, b, y);
      if (ofA != null && aTarget != null) {
        ofA.prepare(transposeA ? b : g, transposeA ? g : b, aTarget.tensor());
      }
      if (ofB != null && bTarget != null) {
        ofB.prepare(transposeB ? g : a, transposeB ? a : g, bTarget.tensor());
      }
    }

    @Override
    public void forward() {
      forward.run();
    }

    @Override
    public void backward() {
      if (ofA != null) ofA.run();
      if (ofB != null) ofB.run();
    }

    @Override
    public void close() {
      forward.close();
      if (ofA != null) ofA.close();
      if (ofB != null) ofB.close();
    }
  }
}
