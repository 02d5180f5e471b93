package io.fabula.pipelines.sums;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.training.DivergedException;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Draws numbers, each shard from its own stream. */
record DrawNumbers(Options options) implements Stage {
  record Options(long seed, int shards, int rowsPerShard, double scale, String failure)
      implements Serializable {
    Options(long seed, SumsSettings.Draw draw) {
      this(seed, draw.shards(), draw.rowsPerShard(), draw.scale(), draw.failure());
    }
  }

  static final TableSchema VALUES =
      new TableSchema(
          "values",
          1,
          List.of(
              Column.of("value", Column.Type.DOUBLE), Column.array("pair", Column.Type.FLOATS, 2)));

  record Partial(double sum) {}

  @Override
  public String name() {
    return "draw-numbers";
  }

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of();
  }

  @Override
  public int shards(Inputs inputs) {
    return options.shards();
  }

  @Override
  public void run(ShardWork work) throws Exception {
    if (options.failure().equals("data")) {
      throw new DataProblem("numbers.csv", "line 3 is cut off", "draw them again");
    }
    if (options.failure().equals("divergence")) {
      throw new DivergedException("update 3", "the policy loss is NaN", List.of("rate", "weight"));
    }
    if (options.failure().equals("bug")) throw new IllegalStateException("a slip");
    if (options.failure().startsWith("halt ") && isFirst(options.failure().substring(5))) {
      Runtime.getRuntime().halt(1); // as if somebody had killed the process
    }
    RandomStream random = new RandomStream(Seeds.of(options.seed(), "draw", work.shard()));
    List<String> lines = new ArrayList<>(List.of("value"));
    double[] values = new double[options.rowsPerShard()];
    double sum = 0;
    for (int i = 0; i < options.rowsPerShard(); i++) {
      double value = options.scale() * random.nextDouble();
      values[i] = value;
      sum += value;
      lines.add(Double.toString(value));
      work.progress(i + 1L, options.rowsPerShard(), "rows");
    }
    work.writeNumbers("part-%05d.csv".formatted(work.shard()), lines);
    work.table(
        "values/part-%05d.parquet".formatted(work.shard()),
        VALUES,
        table -> {
          for (double value : values) table.write(value, new float[] {(float) value, 1});
        });
    work.summary(new Partial(sum));
  }

  private static boolean isFirst(String marker) throws IOException {
    try {
      Files.createFile(Path.of(marker));
      return true;
    } catch (FileAlreadyExistsException e) {
      return false;
    }
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    if (options.failure().startsWith("late ")
        && Files.notExists(Path.of(options.failure().substring(5)))) {
      throw new DataProblem("numbers.csv", "the end is not in sight", "wait");
    }
    double sum = 0;
    for (ShardResult shard : work.shards()) sum += shard.summary(Partial.class).sum();
    return Map.of("sum", sum);
  }
}
