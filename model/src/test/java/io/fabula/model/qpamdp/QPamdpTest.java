package io.fabula.model.qpamdp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.platform.Platform;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.agents.AgentEvaluation;
import io.fabula.model.agents.PlayerPolicy;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Q-PAMDP and its parts. */
class QPamdpTest {
  private static final List<Double> STARTS = List.of(-0.8, -0.9722222, 0.8604651);

  private static QPamdpOptions options(QPamdpOptions.Schedule schedule, int order) {
    return new QPamdpOptions(
        List.of(0, 1, 2, 3),
        order,
        QPamdpOptions.Values.REFERENCE,
        new QPamdpOptions.ParameterSearch(STARTS, List.of(0.1, 0.1, 0.01), 1, 0.01),
        schedule,
        new QPamdpOptions.Evaluation(1, 20, 0));
  }

  private static QPamdpTrainer<Platform> trainer(QPamdpOptions options, long seed) {
    QPamdpAgent agent = QPamdpAgent.create(options, new Platform().spec());
    return new QPamdpTrainer<>(agent, options, Platform::new, Platform::substeps, seed);
  }

  @Test
  void theBasisIsOfCosines() {
    FourierBasis basis = new FourierBasis(2, 3);
    double[] functions = new double[basis.size()];
    basis.at(new double[] {0.3, 0.7}, functions);
    assertThat(functions).hasSize(16);
    for (int i = 0; i < 16; i++) {
      double angle = Math.PI * (i % 4 * 0.3 + i / 4 * 0.7);
      assertThat(functions[i]).isCloseTo(Math.cos(angle), within(1e-12));
      double length = Math.hypot(i % 4, i / 4);
      assertThat(basis.scales()[i]).isCloseTo(i == 0 ? 1 : 1 / length, within(1e-12));
    }
    assertThatThrownBy(() -> new FourierBasis(9, 6))
        .hasMessageContaining("order 6 over 9 features");
  }

  /** A walk over three places to the right, one unit of time each, 1 at its end. */
  @Test
  void sarsaFindsDiscountedValues() {
    QPamdpOptions options = options(QPamdpOptions.Schedule.REFERENCE, 3);
    QPamdpAgent agent = QPamdpAgent.create(options, new Platform().spec());
    FourierBasis basis = new FourierBasis(4, 3);
    SarsaLearner learner =
        new SarsaLearner(agent, basis, new QPamdpOptions.Values(1, 0.9, 0.5, 1, 1));
    double[][] at = new double[3][basis.size()];
    for (int i = 0; i < 3; i++) basis.at(new double[] {i / 2.0, 0, 0.5, 0.2}, at[i]);
    for (int episode = 0; episode < 300; episode++) {
      learner.begin();
      learner.learn(at[0], 1, 0, 1, at[1], 1);
      learner.learn(at[1], 1, 0, 3, at[2], 1); // three units of time
      learner.learn(at[2], 1, 1, 1, at[2], -1);
    }
    assertThat(agent.value(1, at[2])).isCloseTo(1, within(1e-3));
    assertThat(agent.value(1, at[1])).isCloseTo(Math.pow(0.9, 3), within(1e-3));
    assertThat(agent.value(1, at[0])).isCloseTo(Math.pow(0.9, 4), within(1e-3));
    assertThat(agent.value(0, at[0])).isZero();
    assertThat(learner.stepSize()).isLessThan(1);
  }

  /** The return is linear in what is drawn, so its natural gradient is variance times slope. */
  @Test
  void theNaturalGradientIsTheVarianceTimesTheSlope() {
    double[] variances = {0.1, 0.01};
    double[] slopes = {2, -3};
    NaturalGradient natural = new NaturalGradient(2, 1e-9);
    RandomStream random = new RandomStream(5);
    for (int i = 0; i < 40; i++) {
      double[] score = new double[2];
      double outcome = 7;
      for (int j = 0; j < 2; j++) {
        double drawn = Math.sqrt(variances[j]) * random.nextGaussian();
        score[j] = drawn / variances[j];
        outcome += slopes[j] * drawn;
      }
      natural.add(score, outcome);
    }
    double[] gradient = natural.solve();
    assertThat(gradient[0]).isCloseTo(0.2, within(1e-5));
    assertThat(gradient[1]).isCloseTo(-0.03, within(1e-5));
  }

  @Test
  void itLearnsMoreThanChance() {
    QPamdpTrainer<Platform> trainer =
        trainer(options(new QPamdpOptions.Schedule(400, 0, 2, 0), 3), 1);
    trainer.advance();
    assertThat(trainer.progress()).isEqualTo(1);
    double random =
        Arrays.stream(
                new AgentEvaluation(Platform::new, 0, 200, 1, 1).returns(PlayerPolicy.random()))
            .average()
            .orElseThrow();
    assertThat(random).isLessThan(0.2);
    assertThat(trainer.best().mean()).isGreaterThan(random + 0.05);
  }

  @Test
  void aTrainingContinuesBitForBit() throws Exception {
    QPamdpOptions options = options(new QPamdpOptions.Schedule(30, 2, 4, 10), 2);
    QPamdpTrainer<Platform> whole = trainer(options, 3);
    for (int i = 0; i < 3; i++) whole.advance();
    QPamdpTrainer<Platform> first = trainer(options, 3);
    first.advance();
    first.advance();
    QPamdpTrainer<Platform> second = trainer(options, 3);
    second.restore(first.checkpoint());
    second.advance();
    assertThat(second.model().digest()).isEqualTo(whole.model().digest());
    assertThat(second.bestModel().digest()).isEqualTo(whole.bestModel().digest());
    assertThat(second.steps()).isEqualTo(whole.steps());
    assertThat(whole.log().rows().get(1).get("gradient_norm")).isPositive();
    assertThatThrownBy(() -> trainer(options, 4).restore(first.checkpoint()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("seed");
  }

  @Test
  void anAgentIsReadFromItsFileAndAnotherFileIsRefused() throws Exception {
    QPamdpTrainer<Platform> trainer =
        trainer(options(new QPamdpOptions.Schedule(20, 0, 2, 0), 2), 1);
    trainer.advance();
    TensorFile file = trainer.model();
    QPamdpAgent read = QPamdpAgent.load(file, new Platform().spec());
    assertThat(read.save().digest()).isEqualTo(file.digest());
    file.putMetadata("q_pamdp.features", "0,1,2,90");
    assertThatThrownBy(() -> QPamdpAgent.load(file, new Platform().spec()))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("90");
  }

  @Test
  void optionsSayWhatIsWrong() {
    assertThatThrownBy(() -> new QPamdpOptions.Values(0, 0.9, 0.5, 1, 1))
        .hasMessage("stepSize must be a number above 0, got 0.0");
    assertThatThrownBy(() -> new QPamdpOptions.Schedule(1, 1, 1, 1))
        .hasMessage("rollouts must be at least 2, got 1");
    assertThatThrownBy(() -> new QPamdpOptions.ParameterSearch(STARTS, List.of(0.1), 1, 0.01))
        .hasMessage("starts and variances must have one number per parameter, got 3 and 1");
  }
}
