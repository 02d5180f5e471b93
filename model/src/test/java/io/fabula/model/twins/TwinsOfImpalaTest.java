package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.coinrun.CoinRun;
import io.fabula.envs.coinrun.CoinRunOptions;
import io.fabula.model.agents.ActingPlan;
import io.fabula.model.agents.ActionDistribution;
import io.fabula.model.agents.InputBuffer;
import io.fabula.model.impala.ImpalaAgent;
import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TwinsOfImpalaTest {
  private static final int STEPS = 12;

  @SuppressWarnings("NullAway.Init")
  private static ImpalaNetwork network;

  @BeforeAll
  static void makeNetwork() {
    network = ImpalaNetwork.create(ImpalaArchitecture.mini(), 3);
    float[] policy = network.parameters().get("fc_policy.weight");
    for (int i = 0; i < policy.length; i++) policy[i] *= 300; // so that it is decided
    network.parameters().set("fc_policy.weight", policy);
  }

  @AfterAll
  static void close() {
    network.close();
  }

  private static ImpalaAgent agent() {
    return new ImpalaAgent(network, false);
  }

  private static CoinRun world() {
    return new CoinRun(CoinRunOptions.DEFAULT.withBackgrounds(false));
  }

  private static double[][] axes(int size) {
    double[][] identity = new double[size][size];
    for (int i = 0; i < size; i++) identity[i][i] = 1;
    return identity;
  }

  private record Seen(long level, int twin, int step, float[] seeing, float[] blind, int action) {}

  private static List<Seen> course(String feature, long[] levels, BlindTwin... twins) {
    List<Seen> seen = new ArrayList<>();
    try (SteppingAgent agent = new SteppingAgent(agent())) {
      new BlindPlay(world(), agent, new BlindPlay.Options(feature, STEPS, 9))
          .play(
              levels,
              List.of(twins),
              (level, twin, step, node, seeing, blind, action) ->
                  seen.add(new Seen(level, twin, step, seeing, blind, action)));
    }
    return seen;
  }

  @Test
  void partsMakeTheDecisionsOfTheWhole() {
    CoinRun world = world();
    world.reset(4);
    try (SteppingAgent stepping = new SteppingAgent(agent());
        ActingPlan acting = agent().acting(2)) {
      InputBuffer input = agent().inputs(1);
      byte[] frame = new byte[world.spec().observations().size()];
      float[] state = stepping.begin();
      Arrays.fill(acting.masks(), 1);
      for (int t = 0; t < STEPS; t++) {
        state =
            stepping.remember(stepping.embed(List.of(stepping.view(world))), List.of(state)).get(0);
        SteppingAgent.Decision decision = stepping.decide(List.of(state)).get(0);
        world.observe(frame, 0);
        input.put(0, frame, 0, world.availableActions());
        input.expand(0, acting.inputs(), 0);
        acting.run();
        float[] whole = Arrays.copyOf(acting.outputs(), 15);
        ActionDistribution.logSoftmax(whole, 0, 15);
        for (int i = 0; i < 15; i++) {
          // kernels for other batch sizes add in another order
          assertThat(decision.logProbabilities()[i]).isCloseTo(whole[i], within(1e-4f));
        }
        assertThat(decision.value()).isCloseTo(acting.values()[0], within(1e-5f));
        System.arraycopy(acting.stateOut(), 0, acting.stateIn(), 0, state.length);
        world.step(Action.of(ActionDistribution.mode(decision.logProbabilities(), 0, 15)));
      }
    }
  }

  @Test
  void patchAlongEverythingIsFullBlindnessToTheBit() {
    int size = agent().stateSize();
    long[] levels = {1, 2, 3, 4, 5, 6, 7, 8};
    List<Seen> whole = course("wall", levels, BlindTwin.blind());
    List<Seen> along = course("wall", levels, BlindTwin.along("all", axes(size), axes(size)));

    assertThat(along).usingRecursiveComparison().isEqualTo(whole);
    boolean matters = whole.stream().anyMatch(each -> !Arrays.equals(each.seeing(), each.blind()));
    assertThat(matters).isTrue();
  }

  @Test
  void blindnessToWhatIsNotThereIsNoBlindness() {
    CoinRun world = world();
    long[] without = new long[6];
    int found = 0;
    for (long level = 0; found < without.length; level++) {
      world.reset(level);
      if (!world.editor().has("crate")) without[found++] = level;
    }

    List<Seen> seen = course("crate", without, BlindTwin.seeing(), BlindTwin.blind());

    assertThat(seen).allSatisfy(each -> assertThat(each.blind()).isEqualTo(each.seeing()));
    for (int i = 0; i < seen.size(); i += 2) {
      assertThat(seen.get(i + 1).action()).isEqualTo(seen.get(i).action());
    }
  }

  @Test
  void treeOfTwinsEqualsSingleWorlds() {
    long[] levels = {11, 12, 13};
    List<Seen> seen = course("pit", levels, BlindTwin.seeing(), BlindTwin.blind());

    try (SteppingAgent agent = new SteppingAgent(agent())) {
      for (long level : levels) {
        for (int twin = 0; twin < 2; twin++) {
          CoinRun world = world();
          world.reset(level);
          float[] state = agent.begin();
          float[] blind = agent.begin();
          for (Seen each : seen) {
            if (each.level() != level || each.twin() != twin) continue;
            state = next(agent, agent.view(world), state);
            blind = next(agent, agent.viewWithout(world, "pit"), blind);
            assertThat(each.seeing()).isEqualTo(state);
            assertThat(each.blind()).isEqualTo(blind);
            world.step(Action.of(each.action()));
          }
        }
      }
    }
  }

  private static float[] next(SteppingAgent agent, float[] view, float[] state) {
    return agent.remember(agent.embed(List.of(view)), List.of(state)).get(0);
  }

  @Test
  void twinsThatActAlikeShareTheirWorld() {
    try (SteppingAgent agent = new SteppingAgent(agent())) {
      WorldTree tree = new WorldTree(world(), agent, Optional.empty());
      WorldTree.Node root = tree.root(3);
      WorldTree.Node right = tree.child(root, Action.of(7));

      assertThat(tree.child(root, Action.of(7))).isSameAs(right);
      assertThat(tree.child(root, Action.of(1))).isNotSameAs(right);
      tree.look();
      assertThat(tree.embedded()).isEqualTo(3);
      assertThat(root.unseen()).isSameAs(root.seen());
    }
  }

  @Test
  void pushOfNothingIsTheStateItself() {
    float[] state = {1, -0f, 3};

    assertThat(StatePush.along(state, new double[] {1, 2, 3}, 0)).isSameAs(state);
    float[] pushed = StatePush.along(state, new double[] {0, 0, 2}, 0.5);
    assertThat(pushed).containsExactly(1, -0f, 4);
    assertThat(state).containsExactly(1, -0f, 3);
    assertThat(Float.floatToRawIntBits(pushed[1])).isEqualTo(Float.floatToRawIntBits(-0f));
  }
}
