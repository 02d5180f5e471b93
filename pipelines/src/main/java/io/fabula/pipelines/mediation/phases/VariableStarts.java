package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.random.Seeds;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DetectorTraining;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The detectors of a seed, trained one start after the other in each way. */
final class VariableStarts implements ResumableWork, Trainable {
  private static final String FORMAT = "fabula-variable-starts-1";

  /** One row per start. */
  static final TableSchema SCHEMA =
      new TableSchema(
          "variable_starts",
          1,
          "A detector trained from one start.",
          List.of(
              Column.of("variable", Column.Type.STRING).doc("how it was learned"),
              Column.of("start", Column.Type.INT32).doc("number of the start, from 0"),
              Column.of("indirect", Column.Type.DOUBLE)
                  .doc("indirect effect on the training episodes, uniform play to trained")));

  private final LearnVariable.Options options;
  private final List<Variant> variants;
  private final List<Variant> ways;
  private final int shard;
  private final LearnableEpisodes episodes;
  private final List<DetectorTraining> trainings = new ArrayList<>();
  private final List<List<DetectorTraining.Started>> started = new ArrayList<>();
  private final TrainingClock clock = new TrainingClock();

  VariableStarts(Artifact recorded, LearnVariable.Options options, int shard) throws IOException {
    this.options = options;
    this.shard = shard;
    variants = Variant.of(options.variable(), recorded);
    ways = new ArrayList<>(variants);
    episodes = new LearnableEpisodes(recorded, options, shard);
    for (Variant variant : variants) trainings.add(episodes.training(variant));
    Optional<DetectorTraining> given = episodes.trainingGiven();
    if (given.isPresent()) {
      ways.add(Variant.GIVEN);
      trainings.add(given.get());
    }
    for (int i = 0; i < ways.size(); i++) started.add(new ArrayList<>());
  }

  /** The episodes that nothing is learned from. */
  HeldOutEpisodes heldOut() {
    return episodes.heldOut();
  }

  /** The ways in which detectors are learned. */
  List<Variant> ways() {
    return ways;
  }

  /** Those of them that use all episodes, whose detectors may be the study's variable. */
  List<Variant> variants() {
    return variants;
  }

  /** How many starts there are in all ways together. */
  int all() {
    return ways.size() * options.variable().starts();
  }

  /** The start of the largest effect; closed with this. */
  DetectorTraining.Started best(Variant variant) {
    List<DetectorTraining.Started> all = started.get(ways.indexOf(variant));
    return all.get(DetectorTraining.best(all));
  }

  /** A detector on the held-out episodes: numbers of a row of {@link LearnVariable#schema}. */
  List<Double> measure(Variant variant, DetectorNetwork network) throws IOException {
    ObjectView view = variant.view(options.variable());
    double[] logits = network.logits(episodes.states(view));
    int from = heldOut().first();
    int to = heldOut().episodes();
    return heldOut()
        .measure(
            DetectorData.logUnfired(episodes.visits(view, 0).part(from, to), logits),
            DetectorData.logUnfired(episodes.visits(view, 1).part(from, to), logits));
  }

  /** The numbers of a row of {@link EpisodesGiven#schema}; empty if nothing was learned. */
  List<Double> measureGiven() throws IOException {
    return ways.contains(Variant.GIVEN)
        ? episodes.measureGiven(best(Variant.GIVEN).network())
        : List.of();
  }

  @Override
  public Trainable trainable() {
    return this;
  }

  @Override
  public void advance() {
    int v = (int) done() / options.variable().starts();
    int start = (int) done() % options.variable().starts();
    long seed = Seeds.of(options.seed(), "learn-variable", shard, v);
    started.get(v).add(trainings.get(v).train(seed, start));
  }

  @Override
  public long done() {
    return started.stream().mapToInt(List::size).sum();
  }

  @Override
  public String unit() {
    return "starts";
  }

  /** Whatever a chunk is elsewhere, here it is one start. */
  @Override
  public long chunk(long episodes) {
    return 1;
  }

  @Override
  public double progress() {
    return (double) done() / all();
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public long steps() {
    return done() * options.variable().iterations();
  }

  @Override
  public TensorFile model() {
    return best(Variant.OBJECTS).network().save();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = new TensorFile();
    file.putMetadata("format", FORMAT);
    clock.save(file);
    file.put("starts", Tensor.of(new long[] {done()}));
    int number = 0;
    for (List<DetectorTraining.Started> variant : started) {
      for (DetectorTraining.Started each : variant) {
        file.put("effect." + number, Tensor.of(new double[] {each.effect()}));
        each.network().saveTo(file, "network." + number + ".");
        number++;
      }
    }
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.of("format", FORMAT).require(file);
    clock.restore(file);
    long count = file.longs("starts", 1)[0];
    for (int number = 0; number < count; number++) {
      int v = number / options.variable().starts();
      DetectorNetwork network =
          DetectorNetwork.restored(
              file,
              "network." + number + ".",
              trainings.get(v).inputs(),
              options.variable().hidden());
      started
          .get(v)
          .add(new DetectorTraining.Started(network, file.doubles("effect." + number, 1)[0]));
    }
  }

  @Override
  public TableSchema schema() {
    return SCHEMA;
  }

  @Override
  public List<List<@Nullable Object[]>> statistics() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (Variant variant : ways) {
      List<DetectorTraining.Started> all = started.get(ways.indexOf(variant));
      for (int i = 0; i < all.size(); i++) {
        rows.add(new @Nullable Object[] {variant.words(), i, all.get(i).effect()});
      }
    }
    return List.of(rows);
  }

  @Override
  public void close() {
    for (List<DetectorTraining.Started> each : started) {
      for (DetectorTraining.Started one : each) one.network().close();
    }
  }
}
