package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.clicklog.AttributeVae;
import io.fabula.model.clicklog.LogItems;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.stages.ShardWork;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.stages.StageWork.Content;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Part;
import io.fabula.pipelines.studies.agilerecsim.settings.ClickModelSettings;
import io.fabula.pipelines.studies.agilerecsim.tables.LogTables;
import io.fabula.pipelines.studies.agilerecsim.tables.NpyFile;
import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Learns embeddings of items by two variational autoencoders, one of dense and one of further
 * attributes, on the offline log's items alone, and applies them to all. How well held-back items
 * are told again, and whether embeddings tell categories, is measured.
 *
 * @param name of the stage
 * @param log the stage that has the log
 * @param options what decides the embeddings beside it
 */
public record TrainItemEmbedding(String name, String log, Options options) implements Stage {
  /** The file of the embeddings. */
  public static final String EMBEDDINGS = "item_embedding.safetensors";

  /** Numbers of an embedding. */
  public static final int SIZE = 2 * AttributeVae.LATENTS;

  /** What decides the embeddings beside the log. */
  public record Options(long seed, ClickModelSettings model) implements Serializable {}

  @Override
  public int version() {
    return 1;
  }

  @Override
  public List<String> inputs() {
    return List.of(log);
  }

  @Override
  public void run(ShardWork work) throws Exception {
    LogItems items = LogTables.readItems(work.input(log));
    int batch = Math.min(options.model().embeddingBatch(), items.offline());
    TensorFile weights = new TensorFile();
    float[] embeddings = new float[items.count() * SIZE];
    try (AttributeVae deep = new AttributeVae(items.deepSize(), batch, options.seed());
        AttributeVae wide = new AttributeVae(items.wideSize(), batch, options.seed() + 1)) {
      learn(work, items, deep, wide);
      join(work, items, deep.code(items.deep()), "deep", items.deep(), embeddings, 0);
      join(work, items, wide.code(items.wide()), "wide", items.wide(), embeddings, 1);
      deep.save(weights, "deep.");
      wide.save(weights, "wide.");
    }
    work.metric("category_accuracy", categories(items, embeddings));
    work.metric("category_accuracy_by_chance", chance(items));
    work.tensors("vae_weight.safetensors", weights);
    TensorFile file = new TensorFile();
    file.put("items", new Tensor.Floats(List.of(items.count(), SIZE), embeddings));
    work.tensors(EMBEDDINGS, file);
    work.write(
        "vae_item_embedding.npy",
        Part.Kind.OTHER,
        path -> {
          Files.write(path, NpyFile.floats(embeddings, items.count(), SIZE));
          return Content.NONE;
        });
  }

  private void learn(ShardWork work, LogItems items, AttributeVae deep, AttributeVae wide) {
    RandomStream stream = new RandomStream(Seeds.of(options.seed(), "embedding batches"));
    int steps = options.model().embeddingSteps();
    double[] errors = new double[2];
    for (int step = 0; step < steps; step++) {
      errors[0] = deep.learn(drawn(stream, items.deep(), items.deepSize(), items, deep.batch()));
      errors[1] = wide.learn(drawn(stream, items.wide(), items.wideSize(), items, wide.batch()));
      work.progress(
          step + 1L,
          steps,
          "steps",
          () -> String.format(Locale.ROOT, "errors %.4f, %.4f", errors[0], errors[1]));
    }
  }

  private static float[] drawn(
      RandomStream stream, float[] values, int size, LogItems items, int batch) {
    int[] order = stream.permutation(items.offline());
    float[] rows = new float[batch * size];
    for (int b = 0; b < batch; b++) {
      System.arraycopy(values, order[b] * size, rows, b * size, size);
    }
    return rows;
  }

  /** Puts means into the embeddings, and says how well items are told again. */
  private static void join(
      ShardWork work,
      LogItems items,
      AttributeVae.Coded coded,
      String which,
      float[] values,
      float[] embeddings,
      int place) {
    int latents = AttributeVae.LATENTS;
    for (int id = 0; id < items.count(); id++) {
      System.arraycopy(
          coded.means(), id * latents, embeddings, id * SIZE + place * latents, latents);
    }
    int size = values.length / items.count();
    float[] mean = new float[size];
    for (int i = 0; i < items.offline() * size; i++) mean[i % size] += values[i] / items.offline();
    double[] error = new double[2];
    double[] plain = new double[2];
    for (int i = 0; i < values.length; i++) {
      int split = i / size < items.offline() ? 0 : 1;
      error[split] += square(coded.back()[i] - values[i]);
      plain[split] += square(mean[i % size] - values[i]);
    }
    work.metric(which + "_unexplained_training", error[0] / plain[0]);
    if (items.offline() < items.count()) {
      work.metric(which + "_unexplained_held_back", error[1] / plain[1]);
    }
  }

  /** Held-back items whose nearest mean of a main category's training items is their own. */
  private static double categories(LogItems items, float[] embeddings) {
    int count = items.categories();
    double[][] means = new double[count][SIZE];
    int[] members = new int[count];
    for (int id = 0; id < items.offline(); id++) {
      members[items.main()[id]]++;
      for (int i = 0; i < SIZE; i++) means[items.main()[id]][i] += embeddings[id * SIZE + i];
    }
    int right = 0;
    for (int id = items.offline(); id < items.count(); id++) {
      int nearest = -1;
      double least = Double.POSITIVE_INFINITY;
      for (int c = 0; c < count; c++) {
        if (members[c] == 0) continue;
        double square = 0;
        for (int i = 0; i < SIZE; i++) {
          square += square(embeddings[id * SIZE + i] - means[c][i] / members[c]);
        }
        if (square < least) {
          least = square;
          nearest = c;
        }
      }
      if (nearest == items.main()[id]) right++;
    }
    return right / (double) Math.max(1, items.count() - items.offline());
  }

  private static double square(double x) {
    return x * x;
  }

  private static double chance(LogItems items) {
    int[] counts = new int[items.categories()];
    for (int id = items.offline(); id < items.count(); id++) counts[items.main()[id]]++;
    int held = Math.max(1, items.count() - items.offline());
    return Arrays.stream(counts).max().orElse(0) / (double) held;
  }

  /** The embeddings of an artifact, {@code [items, SIZE]}. */
  static float[] read(Artifact embedding, int items) throws IOException {
    return TensorFile.read(embedding.file(EMBEDDINGS)).floats("items", List.of(items, SIZE));
  }
}
