package io.fabula.pipelines.sums;

import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Adds up what was drawn. */
record FoldNumbers(Options options) implements Stage {
  record Options(String label) implements Serializable {}

  interface Pause {
    void await() throws IOException;
  }

  /** Lets a test stop the process here. */
  static Pause beforeFolding = () -> {};

  @Override
  public String name() {
    return "fold-numbers";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of("draw-numbers");
  }

  @Override
  public void run(ShardWork work) throws Exception {
    beforeFolding.await();
    double sum = 0;
    for (Path file : work.input("draw-numbers").files("part-")) {
      List<String> lines = Files.readAllLines(file);
      for (String line : lines.subList(1, lines.size())) sum += Double.parseDouble(line);
    }
    work.metric("sum", sum);
    work.tensors(
        "sum.safetensors",
        new TensorFile().put("sum", Tensor.of(new double[] {sum})).putMetadata("of", "values"));
    work.writeNumbers("sum.csv", List.of(options.label(), Double.toString(sum)));
  }
}
