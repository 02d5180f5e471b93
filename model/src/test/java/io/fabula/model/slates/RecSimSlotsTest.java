package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.graph.Plan;
import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.workloads.HashTensors;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** An actor, which goes on from slot to slot and from step to step, beside plans that do not. */
class RecSimSlotsTest {
  private static final int ITEM = 3;
  private static final int CANDIDATES = 5;
  private static final int SLOTS = 3;
  private static final int USERS = 4;
  private static final int TABLE = 12;

  static Map<String, SlateArchitecture> agents() {
    UserView user = UserView.direct(ITEM);
    UserView history = new UserView(2, ITEM, 4, SequenceEncoder.GRU);
    SetView convolution = SetView.of(Graph.CONVOLUTION, Summary.NODES, true, false);
    SetView itemsAlone = SetView.of(Graph.ATTENTION, Summary.NODES, true, true);
    Map<String, SlateArchitecture> all = new LinkedHashMap<>();
    all.put("agile", cascade(user, SequenceEncoder.GRU, SetView.AGILE, false));
    all.put("utility", cascade(history, SequenceEncoder.GRU, SetView.NOTHING, false));
    all.put("convolution", cascade(user, SequenceEncoder.GRU, convolution, false));
    all.put("items alone", cascade(user, SequenceEncoder.GRU, itemsAlone, false));
    all.put("two heads behind layers", cascade(user, SequenceEncoder.GRU, headed(), false));
    all.put("separate", cascade(user, SequenceEncoder.LSTM, SetView.AGILE, true));
    all.put("moments", cascade(history, SequenceEncoder.MOMENTS, SetView.AGILE, false));
    all.put(
        "masking",
        SlateArchitecture.masking(Kind.MASK_INPUT_OUTPUT, user, ITEM, SLOTS, CANDIDATES, TABLE));
    return all;
  }

  static Set<String> names() {
    return agents().keySet();
  }

  private static SlateArchitecture cascade(
      UserView user, SequenceEncoder slate, SetView set, boolean separate) {
    return new SlateArchitecture(
        Kind.CASCADE,
        user,
        ITEM,
        SLOTS,
        CANDIDATES,
        0,
        slate,
        true,
        true,
        set,
        separate,
        List.of(8, 4));
  }

  private static SetView headed() {
    return new SetView(
        Graph.ATTENTION,
        Summary.NODES,
        true,
        false,
        6,
        6,
        2,
        false,
        true,
        false,
        true,
        true,
        SetView.Mapping.LINEAR,
        SetView.Mapping.NONE,
        true,
        0.5);
  }

  private static ItemFeatures items(SlateArchitecture agent) {
    int[] trained = agent.masks() ? IntStream.range(0, TABLE).toArray() : new int[0];
    return new ItemFeatures(HashTensors.values("items", TABLE * ITEM, 1), ITEM, trained);
  }

  private static SlateActor.Trace trace(
      SlateArchitecture agent, SlateActor actor, String users, int[] slates) {
    int inputs = agent.user().inputs();
    return actor.trace(USERS, HashTensors.values(users, USERS * inputs, 1), slates);
  }

  /** Adds to all tensors. */
  private static void shift(SlateNetwork network) {
    for (String name : network.tensors()) {
      float[] values = network.tensor(name);
      for (int i = 0; i < values.length; i++) values[i] += 0.01f;
      network.setTensor(name, values);
    }
  }

  /** Sums of products are taken in another order there. */
  @ParameterizedTest
  @MethodSource("names")
  void valuesAreThoseOfAPassOverAllSlotsAtOnce(String name) {
    SlateArchitecture agent = agents().get(name);
    ItemFeatures items = items(agent);
    int[] offered = {7, 2, 11, 0, 4};
    int[] slates = new int[USERS * SLOTS];
    try (SlateNetwork network = SlateNetwork.create(agent, 3);
        SlateActor actor = new SlateActor(network, items, false)) {
      actor.offer(offered);
      for (String users : new String[] {"some", "others"}) {
        SlateActor.Trace trace = trace(agent, actor, users, slates);
        SlatePass pass = new SlatePass(agent, network.weights(), USERS, false);
        SlateBatch batch = SlateBatch.of(agent, USERS);
        float[] seen = HashTensors.values(users, batch.users().length, 1);
        System.arraycopy(seen, 0, batch.users(), 0, seen.length);
        System.arraycopy(slates, 0, batch.slates(), 0, slates.length);
        for (int i = 0; i < USERS * CANDIDATES; i++) {
          batch.candidates()[i] = offered[i % CANDIDATES];
        }
        try (Plan plan = Plan.forward(pass.values)) {
          pass.inputs.set(plan, batch, items, items.outputs());
          plan.forward();
          float[] all = plan.get(pass.values);
          for (int i = 0; i < USERS * SLOTS * CANDIDATES; i++) {
            int row = i / CANDIDATES; // slots inside users
            int k = i % CANDIDATES;
            int choice = agent.masks() ? items.outputs()[offered[k]] : k;
            assertThat(trace.values()[row % SLOTS][row / SLOTS * CANDIDATES + k])
                .as("%s, user %d, slot %d, candidate %d", users, row / SLOTS, row % SLOTS, k)
                .isCloseTo(all[row * agent.choices() + choice], within(1e-6f));
          }
        }
      }
    }
  }

  /** Whatever changed before: users, candidates, weights by an update, weights by hand. */
  @ParameterizedTest
  @MethodSource("names")
  void anActorThatHasSeenOthersValuesAsANewOne(String name) {
    SlateArchitecture agent = agents().get(name);
    ItemFeatures items = items(agent);
    SlateLearning rule = new SlateLearning(4, 0.9, 0.8, 1e-2, 1, 1, 1000, 1, true);
    int[] slates = new int[USERS * SLOTS];
    try (SlateNetwork network = SlateNetwork.create(agent, 3);
        SlateUpdate update = new SlateUpdate(network, rule, items);
        SlateActor actor = new SlateActor(network, items, false)) {
      for (int i = 0; i < update.batch().candidates().length; i++) {
        update.batch().candidates()[i] = i % CANDIDATES;
        if (i < update.batch().slates().length) update.batch().slates()[i] = i % SLOTS;
      }
      Arrays.fill(update.batch().rewards(), 1);
      float[][] last = null;
      for (int round = 0; round < 5; round++) {
        if (round < 2) actor.offer(IntStream.range(round, round + CANDIDATES).toArray());
        if (round == 2) update.run(0);
        if (round == 3) shift(network);
        float[][] values = trace(agent, actor, round < 4 ? "some" : "others", slates).values();
        try (SlateActor fresh = new SlateActor(network, items, false)) {
          int from = Math.min(round, 1);
          fresh.offer(IntStream.range(from, from + CANDIDATES).toArray());
          float[][] anew = trace(agent, fresh, round < 4 ? "some" : "others", slates).values();
          assertThat(values).as("round %d", round).isDeepEqualTo(anew);
        }
        if (last != null) assertThat(values[0]).as("round %d", round).isNotEqualTo(last[0]);
        last = values;
      }
    }
  }
}
