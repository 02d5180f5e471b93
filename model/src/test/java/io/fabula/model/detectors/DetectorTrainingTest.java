package io.fabula.model.detectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.tabular.OptimalPolicy;
import io.fabula.envs.tabular.TabularModel;
import io.fabula.model.weights.DamagedFileException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Specification of mediation, section 7: with a stand-in for the trained policy. */
class DetectorTrainingTest {
  private static final DoorKeyModel MODEL = new DoorKeyModel(5);
  private static final TabularModel TABLE = MODEL.table();
  private static final int EPISODES = 1_000;

  /** With probability 0.9 a uniform action, else that of the shortest plan. */
  private static double[] mixture() {
    double[] policy = TABLE.uniformPolicy();
    double[] plan = OptimalPolicy.always(TABLE, MODEL.shortestPlans());
    for (int i = 0; i < policy.length; i++) policy[i] = 0.9 * policy[i] + 0.1 * plan[i];
    return policy;
  }

  private static VisitCounts visits(TabularEpisodes episodes, DistinctStates states, int inputs) {
    VisitCounter counter = new VisitCounter(states);
    byte[] shown = new byte[inputs];
    for (int i = 0; i < episodes.count(); i++) {
      for (int step = episodes.firstStep(i); step < episodes.firstStep(i + 1); step++) {
        MODEL.observe(episodes.state(step), DoorKeyView.OBJECTS, shown, 0);
        counter.visit(shown);
      }
      counter.end();
    }
    return counter.counts();
  }

  @Test
  void findsThatTheDoorIsUnlocked() throws DamagedFileException {
    int inputs = 10 * 25 + 1;
    TabularEpisodes a = TabularEpisodes.play(TABLE, mixture(), 1, EPISODES, new RandomStream(1));
    TabularEpisodes b =
        TabularEpisodes.play(TABLE, TABLE.uniformPolicy(), 1, EPISODES, new RandomStream(2));
    DistinctStates states = new DistinctStates(inputs);
    VisitCounts ofA = visits(a, states, inputs);
    VisitCounts ofB = visits(b, states, inputs);
    DetectorData data = new DetectorData(states.bytes(), inputs, a.returns(), ofA, ofB);
    DetectorTraining.Options options =
        new DetectorTraining.Options(DetectorTraining.Target.EFFECT, 600, 150, 256, 3e-3, 2, 32);
    DetectorTraining.Trained trained = new DetectorTraining(data, options).train(3);
    try (DetectorNetwork network = trained.network();
        DetectorNetwork again = DetectorNetwork.load(network.save())) {
      double[] logits = network.logits(states.bytes());
      assertThat(again.logits(states.bytes())).isEqualTo(logits);
      double[] unlocked = MODEL.detector(DoorKeyEvent.UNLOCKED);
      double[] w = DetectorData.logUnfired(ofA, logits);
      double[] truth = a.unfired(unlocked);
      int agree = 0;
      for (int i = 0; i < EPISODES; i++) {
        if (w[i] < Math.log(0.5) == (truth[i] == 0)) agree++;
      }
      assertThat(agree).isGreaterThan((int) (0.97 * EPISODES));
      double best = Arrays.stream(trained.effects()).max().orElseThrow();
      assertThat(trained.effects()[trained.start()]).isEqualTo(best);
      // the exact effect of the event is 0.2237 (section 5.6)
      assertThat(best).isCloseTo(0.2237, within(0.05));
    }
  }

  /** Counting in pieces, as stages that were interrupted do, numbers and counts the same. */
  @Test
  void piecesAppendedAreWhatWasCountedAtOnce() {
    byte[][] visited = {{3}, {1}, {3}, {2}, {1}, {4}};
    DistinctStates atOnce = new DistinctStates(1);
    VisitCounter whole = new VisitCounter(atOnce);
    DistinctStates joined = new DistinctStates(1);
    VisitCounter pieces = new VisitCounter(joined);
    for (int from = 0; from < visited.length; from += 2) {
      DistinctStates own = new DistinctStates(1);
      VisitCounter piece = new VisitCounter(own);
      for (byte[] each : Arrays.copyOfRange(visited, from, from + 2)) {
        whole.visit(each);
        piece.visit(each);
      }
      whole.end();
      piece.end();
      pieces.append(piece.counts(), own);
    }
    assertThat(joined.bytes()).isEqualTo(atOnce.bytes());
    assertThat(pieces.counts().first()).isEqualTo(whole.counts().first());
    assertThat(pieces.counts().inputs()).isEqualTo(whole.counts().inputs());
    assertThat(pieces.counts().counts()).isEqualTo(whole.counts().counts());
  }

  @Test
  void countsAreThoseOfTheEpisodes() {
    DistinctStates states = new DistinctStates(1);
    VisitCounter counter = new VisitCounter(states);
    for (int each : new int[] {7, 5, 7}) counter.visit(new byte[] {(byte) each});
    counter.end();
    counter.end();
    counter.visit(new byte[] {5});
    counter.end();
    VisitCounts counts = counter.counts();
    assertThat(counts.episodes()).isEqualTo(3);
    double[] logarithms = {-1, -10};
    assertThat(counts.logUnfired(0, logarithms)).isEqualTo(-12);
    assertThat(counts.logUnfired(1, logarithms)).isZero();
    assertThat(counts.part(2, 3).logUnfired(0, logarithms)).isEqualTo(-10);
    assertThat(states.find(new byte[] {6})).isEqualTo(DistinctStates.UNSEEN);
    assertThat(DistinctStates.of(states.bytes(), 1).find(new byte[] {5})).isEqualTo(1);
  }
}
