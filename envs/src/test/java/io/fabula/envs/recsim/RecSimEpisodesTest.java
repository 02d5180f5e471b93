package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.fabula.envs.Action;
import io.fabula.envs.recsim.RecSimOptions.Streams;
import io.fabula.envs.vectors.VectorFiles;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Episodes of the published world with shared streams and a fixed rule for slates. */
class RecSimEpisodesTest {
  /** The recordings' own tolerances. */
  private static final double CHANCES = 1e-5;

  private static final double MINUTES = 1e-3;

  /**
   * Tastes are recorded with six digits before and after; steps multiply the error by up to 1.5.
   */
  private static final double TASTES = 1e-4;

  private final JsonNode recorded = VectorFiles.json("recsim", "environment.json");
  private final ItemCatalogue items =
      ItemTable.read(VectorFiles.folder("recsim").resolve("items.csv"));

  @Test
  void knowsThePublishedItemsAndStream() {
    RecordedOptions.of(recorded.get("options")).assertFits(items);
    assertThat(items.size()).isEqualTo(recorded.get("num_items").intValue());
    assertThat(items.size(Split.TRAIN)).isEqualTo(recorded.get("train_items").intValue());
    for (int m = 0; m < items.categories(); m++) {
      int count = 0;
      for (int item = 0; item < items.size(); item++) {
        if (items.main(item) == m && items.isIn(item, Split.TRAIN)) count++;
      }
      assertThat(count)
          .isEqualTo(recorded.get("category_sizes_train").get(String.valueOf(m)).intValue());
    }
    Uniforms shared = Uniforms.of(Streams.SHARED);
    for (JsonNode number : VectorFiles.cases(recorded.get("seed10_uniform_stream"))) {
      assertThat(shared.next()).isCloseTo(number.asDouble(), within(1e-10));
    }
  }

  @Test
  void repeatsTheFirstUserExactly() {
    for (JsonNode episode : VectorFiles.cases(recorded.get("episodes"))) {
      RecSim world = world(episode);
      int[] slate = VectorFiles.ints(episode.get("slate"));
      assertThat(slate)
          .isEqualTo(fixedRule(VectorFiles.ints(episode.get("candidates")), slate.length));
      begin(world, episode, 0, VectorFiles.doubles(episode.get("initial_satisfaction_user0")));
      EpisodeReport report = new EpisodeReport();
      for (JsonNode step : VectorFiles.cases(episode.get("steps"))) {
        if (world.done()) {
          assertThat(step.get("clicked_user0").isNull()).isTrue();
          continue;
        }
        if (world.timeBudget() > 0) { // the last step is ignored, its recorded chances are old ones
          assertThat(world.probabilities(slate))
              .containsExactly(VectorFiles.doubles(step.get("probs_user0")), within(CHANCES));
        }
        world.step(Action.slate(slate));
        report.add(world.report());
        assertThat(world.report().clicked()).isEqualTo(step.get("clicked_user0").intValue());
        assertThat(world.timeBudget())
            .isCloseTo(step.get("budget_user0").asDouble(), within(MINUTES));
        assertThat(world.interests())
            .containsExactly(VectorFiles.doubles(step.get("interests_user0")), within(TASTES));
      }
      assertThat(world.done()).isTrue();
      assertThat(report.clicks()).isEqualTo(episode.get("clicks_per_user").get(0).asDouble());
      JsonNode metrics = episode.get("metrics"); // the slate is the same for all users and steps
      StepReport means = report.means();
      assertClose(means.cpr(), metrics.get("cpr_score"));
      assertClose(means.specificity(), metrics.get("specificity"));
      assertClose(means.shannonEntropy(), metrics.get("shannon_entropy"));
      assertClose(means.subcategoryDiversity(), metrics.get("diversity_sub"));
      assertClose(means.intrasessionDiversity(), metrics.get("intrasession_diversity"));
    }
  }

  /**
   * The others' satisfaction is not recorded, but known: it is drawn where a user's shared stream
   * stood after the two draws per click of the episode before.
   */
  @Test
  void repeatsTheOtherUsersClicks() {
    int users = recorded.get("episodes").get(0).get("initial_interests").size();
    for (int user = 0; user < users; user++) {
      int drawn = 0;
      for (JsonNode episode : recorded.get("episodes")) {
        RecSim world = world(episode);
        Uniforms stream = Uniforms.of(Streams.SHARED, new long[] {drawn});
        double[] satisfaction = new double[items.qualityCount()];
        for (int i = 0; i < satisfaction.length; i++) satisfaction[i] = 2 * stream.next() - 1;
        begin(world, episode, user, satisfaction);
        int clicks = 0;
        int at = 0;
        while (!world.done()) {
          world.step(Action.slate(VectorFiles.ints(episode.get("slate"))));
          JsonNode step = episode.get("steps").get(at++);
          if (user == 1) {
            assertThat(world.report().clicked()).isEqualTo(step.get("clicked_user1").intValue());
          }
          if (world.clicked().isPresent()) clicks++;
        }
        assertThat((double) clicks).isEqualTo(episode.get("clicks_per_user").get(user).asDouble());
        drawn = 2 * clicks;
      }
    }
  }

  private RecSim world(JsonNode episode) {
    Split split = episode.get("split").asText().equals("train") ? Split.TRAIN : Split.TEST;
    RecordedOptions stated = RecordedOptions.of(recorded.get("options"));
    assertThat(episode.get("slate")).hasSize(stated.slateSize());
    assertThat(episode.get("candidates")).hasSize(stated.candidates());
    return new RecSim(items, stated.world().withSplit(split).withStreams(Streams.SHARED));
  }

  @Test
  void readsTheOptionsThatAFileStates() {
    RecSimOptions published = RecordedOptions.of(new ObjectMapper().createArrayNode()).world();
    assertThat(published).isEqualTo(RecSimOptions.PUBLISHED);
    ArrayNode list = new ObjectMapper().createArrayNode();
    list.add("--no_click_mass=2.5").add("--recsim_time_budget").add("120");
    list.add("--recsim_skip_penalty=30").add("--slate_size=4").add("--num_candidates=12");
    RecSimOptions changed = RecordedOptions.of(list).world();
    assertThat(changed.choice().noClickMass()).isEqualTo(2.5);
    assertThat(changed.timeBudget()).isEqualTo(120);
    assertThat(changed.skipPenalty()).isEqualTo(30);
    assertThat(changed.slateSize()).isEqualTo(4);
    assertThat(changed.candidates()).isEqualTo(12);
    ArrayNode unknown = new ObjectMapper().createArrayNode().add("--recsim_unheard_of=1");
    assertThatThrownBy(() -> RecordedOptions.of(unknown))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("recsim_unheard_of");
  }

  private static void begin(RecSim world, JsonNode episode, int user, double[] satisfaction) {
    int[] candidates = VectorFiles.ints(episode.get("candidates"));
    for (int id : candidates) {
      assertThat(world.catalogue().isIn(id, world.options().split())).isTrue();
    }
    double[] interests = VectorFiles.doubles(episode.get("initial_interests").get(user));
    world.reset(0, candidates, interests, satisfaction);
  }

  /** Candidates by falling number in their main category, then category, sub-category and id. */
  private int[] fixedRule(int[] candidates, int size) {
    Map<Integer, Integer> counts = new HashMap<>();
    for (int id : candidates) counts.merge(items.main(id), 1, Integer::sum);
    List<Integer> order = new ArrayList<>();
    for (int id : candidates) order.add(id);
    order.sort(
        Comparator.<Integer>comparingInt(id -> -counts.get(items.main(id)))
            .thenComparingInt(items::main)
            .thenComparingInt(items::sub)
            .thenComparingInt(id -> id));
    return order.stream().limit(size).mapToInt(Integer::intValue).toArray();
  }

  private static void assertClose(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), within(CHANCES));
  }
}
