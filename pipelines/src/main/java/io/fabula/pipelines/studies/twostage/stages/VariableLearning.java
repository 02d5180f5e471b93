package io.fabula.pipelines.studies.twostage.stages;

import io.fabula.analysis.mediation.Effects;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.tabular.ExactEvaluation;
import io.fabula.model.detectors.TabularDetectorLearner;
import io.fabula.model.training.CheckpointMetadata;
import io.fabula.model.training.Trainable;
import io.fabula.model.training.TrainingClock;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.chunks.ResumableWork;
import io.fabula.pipelines.studies.twostage.problems.TabularProblem;
import io.fabula.pipelines.studies.twostage.settings.LearningSettings;
import io.fabula.pipelines.tables.TableSchema;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The learning of one seed's detector and policy, with exact values of it along the way. */
final class VariableLearning implements ResumableWork, Trainable {
  private static final String FORMAT = "fabula-variable-learning-1";

  /** Mean of the detector's first logits, which are normal: it seldom fires. */
  private static final double FIRST_LOGIT = -2;

  /** Their standard deviation. */
  private static final double FIRST_SPREAD = 0.5;

  private final TabularProblem problem;
  private final LearningSettings settings;
  private final double discount;
  private final int shard;
  private final long seed;
  private final ExactEvaluation reference;
  private final TabularDetectorLearner learner;
  private final List<LearnVariable.Point> log = new ArrayList<>();
  private final TrainingClock clock = new TrainingClock();
  private int iterations;

  VariableLearning(LearnVariable.Options options, int shard) {
    problem = options.problem().problem();
    settings = options.learning();
    discount = options.discount();
    this.shard = shard;
    seed = Seeds.of(options.seed(), "learn-variable", shard);
    reference = new ExactEvaluation(problem.model(), problem.reference());
    learner =
        new TabularDetectorLearner(
            problem.model(),
            problem.reference(),
            problem.chooses(),
            new TabularDetectorLearner.Options(
                settings.episodes(),
                discount,
                settings.learningRate(),
                settings.entropyWeight(),
                FIRST_LOGIT,
                FIRST_SPREAD),
            seed);
    log.add(point());
  }

  /** Exact values after some iterations, the first after none. */
  List<LearnVariable.Point> log() {
    return log;
  }

  /** Probability of firing in each state. */
  List<Double> detector() {
    return Arrays.stream(learner.detector()).boxed().toList();
  }

  private LearnVariable.Point point() {
    List<double[]> detector = List.of(learner.detector());
    Effects effects =
        new Effects(
            reference.evaluate(detector, discount).get(0),
            new ExactEvaluation(problem.model(), learner.policy())
                .evaluate(detector, discount)
                .get(0));
    return new LearnVariable.Point(
        iterations, effects.indirect(), effects.reference().fired(), effects.target().fired());
  }

  @Override
  public Trainable trainable() {
    return this;
  }

  @Override
  public void advance() {
    learner.learn();
    iterations++;
    if (iterations % settings.logEvery() == 0 || iterations == settings.iterations()) {
      log.add(point());
    }
  }

  /** Episodes of both policies. */
  @Override
  public long done() {
    return 2L * iterations * settings.episodes();
  }

  @Override
  public double progress() {
    return (double) iterations / settings.iterations();
  }

  @Override
  public double seconds() {
    return clock.seconds();
  }

  @Override
  public long steps() {
    return iterations;
  }

  @Override
  public TensorFile model() {
    return learner.checkpoint();
  }

  @Override
  public TensorFile checkpoint() {
    TensorFile file = learner.checkpoint();
    file.putMetadata("format", FORMAT);
    file.putMetadata("seed", Long.toString(seed));
    clock.save(file);
    double[] points = new double[4 * log.size()];
    for (int i = 0; i < log.size(); i++) {
      LearnVariable.Point each = log.get(i);
      points[4 * i] = each.iteration();
      points[4 * i + 1] = each.indirect();
      points[4 * i + 2] = each.firedReference();
      points[4 * i + 3] = each.firedLearned();
    }
    file.put("trainer.iterations", Tensor.of(new long[] {iterations}));
    file.put("trainer.log", Tensor.of(points));
    return file;
  }

  @Override
  public void restore(TensorFile file) throws DamagedFileException {
    CheckpointMetadata.of("format", FORMAT).require(file);
    CheckpointMetadata.of("seed", Long.toString(seed)).require(file);
    learner.restore(file);
    clock.restore(file);
    iterations = (int) file.longs("trainer.iterations", 1)[0];
    double[] points = file.doubles("trainer.log", -1);
    log.clear();
    for (int at = 0; at < points.length; at += 4) {
      log.add(
          new LearnVariable.Point(
              (int) points[at], points[at + 1], points[at + 2], points[at + 3]));
    }
  }

  @Override
  public TableSchema schema() {
    return LearnVariable.LOG_SCHEMA;
  }

  @Override
  public List<List<@Nullable Object[]>> statistics() {
    List<@Nullable Object[]> rows = new ArrayList<>();
    for (LearnVariable.Point each : log) {
      rows.add(
          new @Nullable Object[] {
            shard, each.iteration(), each.indirect(), each.firedReference(), each.firedLearned()
          });
    }
    return List.of(rows);
  }

  @Override
  public void close() {
    learner.close();
  }
}
