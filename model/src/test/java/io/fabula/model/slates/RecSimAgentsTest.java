package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.envs.recsim.RecSimOptions;
import io.fabula.envs.recsim.RecSimOptions.Streams;
import io.fabula.envs.recsim.RecSimOptions.View;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecSimAgentsTest {
  private static final ItemCatalogue CATALOGUE = ItemTable.published();
  private static final ItemFeatures ITEMS = RecSimUsers.features(CATALOGUE);
  private static final UserView USER = UserView.direct(10);

  private static SlateArchitecture cascade(Graph graph, Summary summary, boolean relational) {
    return SlateArchitecture.of(
        Kind.CASCADE, USER, 10, 6, 20, SetView.of(graph, summary, relational, false));
  }

  static Map<String, SlateArchitecture> agents() {
    Map<String, SlateArchitecture> all = new LinkedHashMap<>();
    all.put("agile", cascade(Graph.ATTENTION, Summary.NODES, true));
    all.put("utility", cascade(Graph.NONE, Summary.NONE, false));
    all.put("gcn", cascade(Graph.CONVOLUTION, Summary.NODES, true));
    all.put("summary_gat", cascade(Graph.ATTENTION, Summary.NODES, false));
    all.put("summary_lstm", cascade(Graph.NONE, Summary.LSTM, false));
    all.put("summary_deep_set", cascade(Graph.NONE, Summary.DEEP_SET, false));
    all.put("dqn", SlateArchitecture.of(Kind.TOP_VALUES, USER, 10, 6, 20, SetView.NOTHING));
    all.put("mask_output", SlateArchitecture.masking(Kind.MASK_OUTPUT, USER, 10, 6, 20, 250));
    all.put(
        "mask_input_output",
        SlateArchitecture.masking(Kind.MASK_INPUT_OUTPUT, USER, 10, 6, 20, 250));
    all.put(
        "separate",
        new SlateArchitecture(
            Kind.CASCADE,
            USER,
            10,
            6,
            20,
            0,
            SequenceEncoder.LSTM,
            true,
            true,
            SetView.NOTHING,
            true,
            List.of(256, 64)));
    return all;
  }

  static Set<String> names() {
    return agents().keySet();
  }

  private static SlateArchitecture agent(String name) {
    return java.util.Objects.requireNonNull(agents().get(name));
  }

  private static RecSimUsers users(Split split, int n) {
    return new RecSimUsers(CATALOGUE, RecSimOptions.PUBLISHED.withSplit(split), n);
  }

  /** Slates hold candidates only, none twice, for greedy, sampled and random ones. */
  @ParameterizedTest
  @MethodSource("names")
  void showsOnlyCandidatesAndNoneTwice(String name) {
    try (SlateNetwork network = SlateNetwork.create(agent(name), 3);
        SlateActor actor = new SlateActor(network, ITEMS, false)) {
      RecSimUsers world = users(Split.TRAIN, 3);
      SlateEpisode episode = new SlateEpisode(world, 10, 20, actor);
      List<int[]> shown = new ArrayList<>();
      SlateEpisode.Sink sink =
          (user, seen, positions, reward, next, end, candidates) -> {
            int[] slate = Arrays.copyOfRange(positions, user * 6, user * 6 + 6);
            assertThat(slate).doesNotHaveDuplicates();
            for (int position : slate) assertThat(position).isBetween(0, 19);
            shown.add(slate);
          };
      // the world itself refuses what is no candidate
      episode.play(5, 0, false, new RandomStream(1), sink);
      episode.play(6, 0, true, new RandomStream(1), sink);
      episode.play(7, 0.5, false, new RandomStream(1), sink);
      assertThat(shown.size()).isGreaterThan(30);
    }
  }

  /** The order of candidates decides nothing but for summaries that read them in order. */
  @ParameterizedTest
  @MethodSource("names")
  void valuesCandidatesWhateverTheirOrder(String name) {
    RecSimUsers world = users(Split.TRAIN, 2);
    world.begin(4);
    int[] ids = world.candidates();
    List<Integer> order = new ArrayList<>();
    for (int k = 0; k < 20; k++) order.add(k);
    Collections.shuffle(order, new java.util.Random(2));
    int[] shuffled = order.stream().mapToInt(k -> ids[k]).toArray();
    float[] seen = new float[20];
    for (int i = 0; i < 2; i++) world.observe(i, seen, i * 10);
    try (SlateNetwork network = SlateNetwork.create(agent(name), 3);
        SlateActor actor = new SlateActor(network, ITEMS, false)) {
      int[] slates = new int[12];
      actor.offer(ids);
      float[] values = actor.trace(2, seen, slates).values()[0];
      actor.offer(shuffled);
      float[] moved = actor.trace(2, seen, slates).values()[0];
      double difference = 0;
      for (int k = 0; k < 40; k++) {
        difference =
            Math.max(difference, Math.abs(moved[k] - values[k / 20 * 20 + order.get(k % 20)]));
      }
      if (name.equals("summary_lstm")) assertThat(difference).isGreaterThan(1e-5);
      else assertThat(difference).isLessThan(1e-5);
    }
  }

  /** No candidate sees a chosen one; a chosen one itself attends to all alike, as published. */
  @Test
  void hidesChosenCandidatesFromAttention() {
    RecSimUsers world = users(Split.TRAIN, 1);
    world.begin(4);
    float[] seen = new float[10];
    world.observe(0, seen, 0);
    try (SlateNetwork network = SlateNetwork.create(agent("agile"), 3);
        SlateActor actor = new SlateActor(network, ITEMS, true)) {
      actor.offer(world.candidates());
      int[] slate = new int[6];
      float[][] attention = actor.trace(1, seen, slate).attention();
      for (int slot = 0; slot < 6; slot++) {
        Set<Integer> chosen = new HashSet<>();
        for (int j = 0; j < slot; j++) chosen.add(slate[j]);
        for (int i = 0; i < 20; i++) {
          double sum = 0;
          for (int k = 0; k < 20; k++) {
            float weight = attention[slot][i * 20 + k];
            sum += weight;
            if (chosen.contains(i)) assertThat(weight).isCloseTo(0.05f, within(1e-6f));
            else if (chosen.contains(k)) assertThat(weight).isZero();
            else assertThat(weight).isPositive();
          }
          assertThat(sum).isCloseTo(1, within(1e-5));
        }
      }
    }
  }

  @Test
  void refusesHeldBackItemsToAgentsWithOneOutputPerTrainingItem() {
    try (SlateNetwork network = SlateNetwork.create(agent("mask_output"), 3);
        SlateActor actor = new SlateActor(network, ITEMS, false)) {
      RecSimUsers world = users(Split.TEST, 1);
      world.begin(4);
      assertThatThrownBy(() -> actor.offer(world.candidates()))
          .hasMessageContaining("which is held back");
    }
  }

  /** A small network, so that the definition can be followed by hand: the targets of all agents. */
  @ParameterizedTest
  @MethodSource("names")
  void movesValuesTowardsTheTargetsOfTheirOwnNetwork(String name) {
    SlateArchitecture agent = agent(name);
    SlateLearning rule = new SlateLearning(8, 0.9, 0.8, 1e-3, 1, 1, 1000, 1, true);
    RecSimUsers world = users(Split.TRAIN, 4);
    SlateNetwork network = SlateNetwork.create(agent, 3);
    try (SlateActor actor = new SlateActor(network, ITEMS, false);
        SlateUpdate update = new SlateUpdate(network, rule, ITEMS)) {
      SlateReplay replay = new SlateReplay(agent, 200, 8, false, false);
      SlateEpisode episode = new SlateEpisode(world, 10, 20, actor);
      for (int i = 0; i < 3; i++) episode.play(i, 1, false, new RandomStream(i), replay::add);
      replay.sample(new RandomStream(5), update.batch());
      double first = update.run(0);
      SlateBatch batch = update.batch();
      float[] goals = update.goals().clone();
      // the network is still its own target, so an actor can tell what the best of each slot is
      try (SlateNetwork before = SlateNetwork.create(agent, 3);
          SlateActor judge = new SlateActor(before, ITEMS, false)) {
        for (int b = 0; b < 8; b++) {
          int[] ids = Arrays.copyOfRange(batch.candidates(), b * 20, b * 20 + 20);
          judge.offer(ids);
          float[] next = Arrays.copyOfRange(batch.nextUsers(), b * 10, b * 10 + 10);
          float[] values = judge.trace(1, next, new int[6]).values()[0];
          float[] sorted = values.clone();
          Arrays.sort(sorted);
          int last = b * 6 + 5;
          float best = agent.kind() == Kind.TOP_VALUES ? sorted[14] : sorted[19];
          double wanted = batch.rewards()[last] + 0.9 * (1 - batch.ends()[last]) * best;
          assertThat(goals[last]).isCloseTo((float) wanted, within(1e-4f));
          if (agent.kind() == Kind.TOP_VALUES) {
            assertThat(goals[b * 6])
                .isCloseTo((float) (batch.rewards()[b * 6] + 0.9 * sorted[19]), within(1e-4f));
          }
        }
      }
      double loss = first;
      for (int i = 0; i < 30; i++) loss = update.run(0);
      assertThat(loss).isLessThan(0.9 * first); // the same batch and fixed targets
      assertThat(update.goals()).containsExactly(goals, within(0.2f));
    }
    network.close();
  }

  private static SlateTrainer trainer(String name, int epochs, long seed) {
    SlateLearning rule = new SlateLearning(8, 0.99, 0.99, 1e-3, 1, 1, 2, 1, true);
    SlateOptions options =
        new SlateOptions(
            epochs,
            1,
            rule,
            1,
            0.1,
            0.5,
            false,
            50,
            5,
            false,
            false,
            new SlateOptions.Evaluation(2, 1, 0));
    return new SlateTrainer(
        SlateNetwork.create(agent(name), seed),
        options,
        new SlateTrainer.Worlds(
            users(Split.TRAIN, 4), users(Split.TRAIN, 4), users(Split.TEST, 4), 10),
        seed);
  }

  @ParameterizedTest
  @ValueSource(strings = {"utility", "agile"})
  void continuesATrainingExactly(String name) throws DamagedFileException {
    TensorFile half;
    byte[] whole;
    try (SlateTrainer trainer = trainer(name, 6, 3)) {
      for (int i = 0; i < 3; i++) trainer.advance();
      half = trainer.checkpoint();
      for (int i = 0; i < 3; i++) trainer.advance();
      whole = trainer.model().digest().getBytes(java.nio.charset.StandardCharsets.UTF_8);
      assertThat(trainer.progress()).isEqualTo(1);
      assertThat(trainer.log().rows().get(1).find("test_reward")).isPresent();
      assertThat(trainer.log().rows().get(2).find("test_reward")).isEmpty();
    }
    try (SlateTrainer trainer = trainer(name, 6, 3)) {
      trainer.restore(half);
      for (int i = 0; i < 3; i++) trainer.advance();
      assertThat(trainer.model().digest().getBytes(java.nio.charset.StandardCharsets.UTF_8))
          .isEqualTo(whole);
    }
  }

  @Test
  void readsAnAgentBackAndRefusesAnother() throws DamagedFileException {
    try (SlateNetwork network = SlateNetwork.create(agent("utility"), 3);
        SlateNetwork back = SlateNetwork.load(network.save(), agent("utility"))) {
      assertThat(back.tensor("q.out.weight")).isEqualTo(network.tensor("q.out.weight"));
      assertThatThrownBy(() -> SlateNetwork.load(network.save(), agent("agile")))
          .isInstanceOf(DamagedFileException.class);
    }
  }

  /** Published: 1.0 to 1.1 clicks in 6 steps where streams are shared, 0.75 to 0.95 otherwise. */
  @Test
  void earnsWhatRandomSlatesEarn() {
    double shared = 0;
    double independent = 0;
    double unlike = 0;
    int episodes = 60;
    for (Streams streams : Streams.values()) {
      RecSimUsers world =
          new RecSimUsers(CATALOGUE, RecSimOptions.PUBLISHED.withStreams(streams), 16);
      SlateEpisode episode = new SlateEpisode(world, 10, 20, null);
      RandomStream random = new RandomStream(8);
      for (int i = 0; i < episodes; i++) {
        SlateEpisode.Result result = episode.play(i, 1, false, random);
        if (streams == Streams.SHARED) {
          shared += result.reward() / episodes;
          if (i == 0) assertThat(result.steps()).isBetween(6, 9);
        } else {
          independent += result.reward() / episodes;
          unlike += result.interSessionDiversity() / episodes;
        }
      }
    }
    assertThat(shared).isBetween(1.0, 1.1);
    assertThat(independent).isBetween(0.75, 0.95);
    // of 6 items out of 20 two random slates have 6 * 6 / 20 in common, three tenths of a slate
    assertThat(unlike).isCloseTo(0.7, within(0.01));
  }

  @Test
  void encodesAHistoryOfClicks() {
    UserView history = new UserView(3, 10, 10, SequenceEncoder.GRU);
    SlateArchitecture agent =
        SlateArchitecture.of(Kind.CASCADE, history, 10, 6, 20, SetView.NOTHING);
    RecSimUsers world =
        new RecSimUsers(CATALOGUE, RecSimOptions.PUBLISHED.withView(View.HISTORY), 4);
    try (SlateNetwork network = SlateNetwork.create(agent, 3);
        SlateActor actor = new SlateActor(network, ITEMS, false)) {
      boolean[] clicked = {false};
      new SlateEpisode(world, 30, 20, actor)
          .play(
              3,
              0,
              false,
              new RandomStream(1),
              (user, seen, positions, reward, next, end, candidates) -> {
                float[] last = Arrays.copyOfRange(next, user * 30 + 20, user * 30 + 30);
                if (end || reward == 0) return;
                clicked[0] = true;
                boolean known = false;
                for (int j = 0; j < 6; j++) {
                  float[] item = new float[10];
                  ITEMS.copy(candidates[positions[user * 6 + j]], item, 0);
                  known |= Arrays.equals(item, last);
                }
                assertThat(known).isTrue();
              });
      assertThat(clicked[0]).isTrue();
    }
  }
}
