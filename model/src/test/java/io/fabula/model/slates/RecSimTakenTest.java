package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.Selection;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.model.workloads.HashTensors;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The values of taken candidates alone beside those of all candidates. */
class RecSimTakenTest {
  private static final int ITEM = 3;
  private static final int CANDIDATES = 5;
  private static final int SLOTS = 3;
  private static final int BATCH = 2;

  @ParameterizedTest
  @CsvSource({"true, false", "true, true", "false, false", "false, true"})
  void areThoseAmongAll(boolean relational, boolean separate) {
    SlateArchitecture agent =
        new SlateArchitecture(
            Kind.CASCADE,
            UserView.direct(ITEM),
            ITEM,
            SLOTS,
            CANDIDATES,
            0,
            SequenceEncoder.GRU,
            true,
            true,
            relational ? SetView.AGILE : SetView.NOTHING,
            separate,
            List.of(8, 4));
    float[] taken = {4, 0, 2, 1, 3, 0};
    try (SlateNetwork network = SlateNetwork.create(agent, 3)) {
      SlatePass pass = new SlatePass(agent, network.weights(), BATCH, false);
      Node index = pass.graph.input("taken", BATCH * SLOTS);
      Node alone = pass.valuesOf(index);
      Node among = Selection.pick(pass.values, index);
      SlateBatch batch = SlateBatch.of(agent, BATCH);
      System.arraycopy(
          HashTensors.values("users", BATCH * ITEM, 1), 0, batch.users(), 0, BATCH * ITEM);
      for (int i = 0; i < BATCH * CANDIDATES; i++) batch.candidates()[i] = i;
      for (int i = 0; i < taken.length; i++) batch.slates()[i] = (int) taken[i];
      float[] table = HashTensors.values("items", BATCH * CANDIDATES * ITEM, 1);
      ItemFeatures items = new ItemFeatures(table, ITEM, new int[0]);
      try (Plan plan = Plan.forward(alone, among)) {
        pass.inputs.set(plan, batch, items, items.outputs());
        plan.set(index, taken);
        plan.forward();
        assertThat(plan.get(alone)).containsExactly(plan.get(among), within(1e-6f));
        assertThat(
                IntStream.range(1, taken.length)
                    .allMatch(i -> plan.get(alone)[i] == plan.get(alone)[0]))
            .isFalse();
      }
    }
  }
}
