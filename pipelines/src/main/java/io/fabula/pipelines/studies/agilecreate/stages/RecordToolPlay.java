package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolPlay;
import io.fabula.envs.random.Seeds;
import io.fabula.model.trajectories.Trajectories;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.FinishWork;
import io.fabula.pipelines.stages.Inputs;
import io.fabula.pipelines.stages.PartName;
import io.fabula.pipelines.stages.ShardResult;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import java.io.IOException;
import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * Throws balls at every tool of the catalogue, each alive and alone, and keeps what happens around
 * the first touch: {@code play/}, tensors {@code [tools, trajectories, 7 states, 6 numbers]}.
 *
 * @param name of the stage
 * @param options what decides the throws
 */
public record RecordToolPlay(String name, Options options) implements Stage {
  private static final int SHARDS = 16;
  private static final String PLAY = "play";

  /**
   * What decides the throws.
   *
   * @param seed of the run
   * @param trajectories of each tool
   */
  public record Options(long seed, int trajectories) implements Serializable {}

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
    return SHARDS;
  }

  private static int firstTool(int shard) {
    return ToolCatalogue.published().noOp() * shard / SHARDS;
  }

  private static String part(int shard) {
    return PartName.of(PLAY, shard, SHARDS, "safetensors");
  }

  private static List<Integer> shape(int shard, int trajectories) {
    int tools = firstTool(shard + 1) - firstTool(shard);
    return List.of(tools, trajectories, ToolPlay.STATES, ToolPlay.NUMBERS);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    ToolPlay play = new ToolPlay(ToolCatalogue.published());
    int first = firstTool(work.shard());
    int end = firstTool(work.shard() + 1);
    int width = ToolPlay.STATES * ToolPlay.NUMBERS;
    float[] values = new float[(end - first) * options.trajectories() * width];
    int touched = 0;
    int at = 0;
    for (int id = first; id < end; id++) {
      for (int i = 0; i < options.trajectories(); i++) {
        if (play.play(id, Seeds.of(options.seed(), "tool play", id, i), values, at)) touched++;
        at += width;
      }
      work.progress(id - first + 1L, end - first, "tools");
    }
    TensorFile file = new TensorFile();
    file.put(PLAY, new Tensor.Floats(shape(work.shard(), options.trajectories()), values));
    work.tensors(part(work.shard()), file);
    work.metric("touched", touched);
  }

  @Override
  public Map<String, Double> finish(FinishWork work) {
    double touched = 0;
    for (ShardResult shard : work.shards()) touched += shard.metrics().getOrDefault("touched", 0.0);
    double all = (double) ToolCatalogue.published().noOp() * options.trajectories();
    return Map.of("trajectories", all, "touched_share", touched / all);
  }

  /** Everything that an artifact holds, in the order of the tools' ids. */
  static Trajectories read(Artifact play, int trajectories) throws IOException {
    int tools = ToolCatalogue.published().noOp();
    int width = ToolPlay.STATES * ToolPlay.NUMBERS;
    float[] all = new float[tools * trajectories * width];
    for (int shard = 0; shard < SHARDS; shard++) {
      float[] values =
          TensorFile.read(play.file(part(shard))).floats(PLAY, shape(shard, trajectories));
      System.arraycopy(values, 0, all, firstTool(shard) * trajectories * width, values.length);
    }
    return new Trajectories(tools, trajectories, ToolPlay.STATES, ToolPlay.NUMBERS, all);
  }
}
