package io.fabula.model.slates;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.VectorFile;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Targets of slates and the schedule of exploration, against the published numbers. */
class RecSimTargetsTest {
  @Test
  void aimsEachPositionAtTheBestOfTheNext() {
    for (JsonNode each :
        VectorFile.list(VectorFile.read("recsim/closed_form.json").path("td_targets"), "targets")) {
      float[] expected = VectorFile.floats(each.path("Y"));
      int slots = expected.length;
      float[] inner = VectorFile.floats(each.path("target_max_q_slots_2_to_K"));
      float[] best = java.util.Arrays.copyOf(inner, slots);
      best[slots - 1] = (float) each.path("target_max_q_next_state_slot1").asDouble();
      float[] rewards = new float[slots];
      java.util.Arrays.fill(rewards, (float) each.path("click").asDouble());
      float[] ends = new float[slots];
      ends[slots - 1] = (float) each.path("done").asDouble();
      float[] actual = new float[slots];
      double gamma = each.path("gamma").asDouble();
      SlotTargets.fill(rewards, ends, best, gamma, gamma, 0, slots, actual);
      assertThat(actual).containsExactly(expected, within(1e-6f));
      float[] taken = VectorFile.floats(each.path("q_taken"));
      double loss = 0;
      for (int j = 0; j < slots; j++) loss += Math.pow(actual[j] - taken[j], 2) / slots;
      assertThat(loss).isCloseTo(each.path("loss_row").asDouble(), within(1e-6));
    }
  }

  @Test
  void discountsOnlyFromSlateToSlateWhereThatIsWanted() {
    float[] actual = new float[3];
    SlotTargets.fill(new float[3], new float[3], new float[] {1, 2, 4}, 1, 0.5, 0, 3, actual);
    assertThat(actual).containsExactly(1, 2, 2);
  }

  @Test
  void fallsFromRandomSlatesAsPublished() {
    JsonNode all = VectorFile.read("recsim/closed_form.json").path("epsilon");
    Map<String, Integer> epochs =
        Map.of("epochs100_ratio0.05", 100, "epochs10000_ratio0.05", 10_000);
    assertThat(all.size()).isEqualTo(epochs.size());
    epochs.forEach(
        (name, n) -> {
          EpsilonSchedule schedule = new EpsilonSchedule(1, 0.1, n, 0.05);
          all.path(name)
              .fields()
              .forEachRemaining(
                  each ->
                      assertThat(schedule.at(Long.parseLong(each.getKey())))
                          .as(name + " " + each.getKey())
                          .isCloseTo(each.getValue().asDouble(), within(1e-7)));
        });
    assertThat(new EpsilonSchedule(1, 0.1, 5, 0.05).at(4)).isEqualTo(1);
    assertThatThrownBy(() -> new EpsilonSchedule(1, 0.1, 5, 0))
        .hasMessage("share must be within (0..1, got 0.0");
  }
}
