package io.fabula.pipelines.mediation.phases;

import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.random.Seeds;
import io.fabula.model.detectors.DetectorData;
import io.fabula.model.detectors.DetectorNetwork;
import io.fabula.model.detectors.DetectorTraining;
import io.fabula.model.detectors.StepSequences;
import io.fabula.model.detectors.VisitCounts;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
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
  private final int shard;
  private final HeldOutEpisodes heldOut;
  private final List<Learnable> learnable = new ArrayList<>();
  private final List<List<DetectorTraining.Started>> started = new ArrayList<>();
  private final TrainingClock clock = new TrainingClock();

  /** The episodes as a variant sees them. */
  @SuppressWarnings("ArrayRecordComponent") // read in place
  private record Learnable(
      byte[] states, VisitCounts reference, VisitCounts other, DetectorTraining training) {}

  VariableStarts(Artifact recorded, LearnVariable.Options options, int shard) throws IOException {
    this.options = options;
    variants = Variant.of(options.variable(), recorded);
    this.shard = shard;
    List<String> events = options.worlds().events();
    List<Row> rows = RecordEpisodes.episodes(recorded, events, shard);
    int episodes = rows.size() / 2;
    heldOut = new HeldOutEpisodes(rows, events, episodes, episodes / 2);
    for (Variant variant : variants) {
      learnable.add(learnable(recorded, variant));
      started.add(new ArrayList<>());
    }
  }

  private Learnable learnable(Artifact recorded, Variant variant) throws IOException {
    TensorFile visits = RecordEpisodes.visits(recorded, variant.view(options.variable()), shard);
    VisitCounts reference = RecordEpisodes.visits(visits, RecordEpisodes.POLICIES.get(0));
    VisitCounts other = RecordEpisodes.visits(visits, RecordEpisodes.POLICIES.get(1));
    byte[] states = visits.bytes("states");
    int inputs = states.length / Math.max(1, distinct(reference, other));
    int learned = heldOut.first();
    DetectorData data =
        new DetectorData(
            states,
            inputs,
            Arrays.copyOf(heldOut.returns(0, heldOut.episodes()), learned),
            reference.part(0, learned),
            other.part(0, learned));
    return new Learnable(
        states,
        reference,
        other,
        new DetectorTraining(
            data,
            options.variable().options(variant.target(options.variable())),
            predicted(variant),
            variant.bootstrapped(options.variable())
                ? Optional.of(sequences(recorded, variant))
                : Optional.empty()));
  }

  /** What is predicted of each episode that is learned from. */
  private boolean[] predicted(Variant variant) {
    Optional<String> event =
        variant == Variant.CHOSEN ? options.variable().event() : Optional.empty();
    if (event.isPresent()) return heldOut.learnedFrom(event.get());
    return DetectorTraining.succeeded(
        Arrays.copyOf(heldOut.returns(0, heldOut.episodes()), heldOut.first()));
  }

  private StepSequences sequences(Artifact recorded, Variant variant) throws IOException {
    TensorFile steps =
        TensorFile.read(SeedShards.file(recorded, RecordEpisodes.STEPS, shard, "safetensors"));
    byte[] states = RecordEpisodes.visits(recorded, ObjectView.PLANES, shard).bytes("states");
    int[] seenAs =
        Arrays.stream(steps.longs(RecordEpisodes.SEEN_AS, -1)).mapToInt(i -> (int) i).toArray();
    int inputs = states.length / seenAs.length;
    if (variant.view(options.variable()) == ObjectView.PLANES) {
      seenAs = IntStream.range(0, seenAs.length).toArray();
    }
    int[][][] paths = new int[2][][];
    for (int p = 0; p < 2; p++) {
      long[] joined = steps.longs(RecordEpisodes.POLICIES.get(p), -1);
      paths[p] = RecordedEpisodes.split(joined, heldOut.learnedLengths(p));
    }
    return new StepSequences(states, inputs, seenAs, paths[0], paths[1]);
  }

  private static int distinct(VisitCounts first, VisitCounts second) {
    int largest = -1;
    for (int each : first.inputs()) largest = Math.max(largest, each);
    for (int each : second.inputs()) largest = Math.max(largest, each);
    return largest + 1;
  }

  /** The episodes that nothing is learned from. */
  HeldOutEpisodes heldOut() {
    return heldOut;
  }

  /** The ways in which it is learned. */
  List<Variant> variants() {
    return variants;
  }

  /** How many starts there are in all ways together. */
  int all() {
    return variants.size() * options.variable().starts();
  }

  /** The start of the largest effect; closed with this. */
  DetectorTraining.Started best(Variant variant) {
    List<DetectorTraining.Started> all = started.get(variants.indexOf(variant));
    return all.get(DetectorTraining.best(all));
  }

  /** A detector on the held-out episodes: numbers of a row of {@link LearnVariable#schema}. */
  List<Double> measure(Variant variant, DetectorNetwork network) {
    Learnable of = learnable.get(variants.indexOf(variant));
    double[] logits = network.logits(of.states);
    int from = heldOut.first();
    int to = heldOut.episodes();
    return heldOut.measure(
        DetectorData.logUnfired(of.reference.part(from, to), logits),
        DetectorData.logUnfired(of.other.part(from, to), logits));
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
    started.get(v).add(learnable.get(v).training.train(seed, start));
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
      Learnable of = learnable.get(v);
      DetectorNetwork network =
          DetectorNetwork.restored(
              file, "network." + number + ".", of.training.inputs(), options.variable().hidden());
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
    for (Variant variant : variants) {
      List<DetectorTraining.Started> all = started.get(variants.indexOf(variant));
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
