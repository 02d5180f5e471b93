package io.fabula.model.simulator;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.List;

/** The rows of a training log: the first step and every tenth; part of a checkpoint. */
final class SimulatorLog {
  private static final String NAME = "trainer.log";
  private static final int INTERVAL = 10;

  private final List<SimulatorProgress> rows = new ArrayList<>();

  void add(SimulatorProgress row) {
    if (row.batches() == 1 || row.batches() % INTERVAL == 0) rows.add(row);
  }

  List<SimulatorProgress> rows() {
    return List.copyOf(rows);
  }

  void save(TensorFile file) {
    int width = SimulatorProgress.COLUMNS.size();
    double[] cells = new double[rows.size() * width];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i).cells(), 0, cells, i * width, width);
    }
    file.put(NAME, Tensor.of(cells, rows.size(), width));
  }

  void restore(TensorFile file) throws DamagedFileException {
    int width = SimulatorProgress.COLUMNS.size();
    double[] cells = file.doubles(NAME, -1);
    if (cells.length % width != 0) {
      throw new DamagedFileException(
          file.source(), "tensor \"" + NAME + "\"", "expected rows of " + width + " cells");
    }
    rows.clear();
    for (int at = 0; at < cells.length; at += width) rows.add(SimulatorProgress.of(cells, at));
  }
}
