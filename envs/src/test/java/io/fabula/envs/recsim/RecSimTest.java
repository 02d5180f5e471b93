package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentContract;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.RecSimOptions.Reward;
import io.fabula.envs.recsim.RecSimOptions.Streams;
import io.fabula.envs.recsim.RecSimOptions.View;
import java.util.Arrays;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecSimTest {
  private static final ItemCatalogue PUBLISHED = ItemTable.published();

  private static Action.Slate randomSlate(Environment world, long number) {
    RandomStream stream = new RandomStream(number);
    int[] ids = world.availableActions().ids();
    int[] order = stream.permutation(ids.length);
    int[] slate = new int[6];
    for (int i = 0; i < slate.length; i++) slate[i] = ids[order[i]];
    return Action.slate(slate);
  }

  private static double meanClicks(RecSimOptions options, int episodes) {
    RecSim world = new RecSim(PUBLISHED, options);
    double clicks = 0;
    long number = 0;
    for (long seed = 0; seed < episodes; seed++) {
      world.reset(Seeds.of(4, "group", seed / 16), Seeds.of(4, "user", seed));
      while (!world.done()) {
        world.step(randomSlate(world, number++));
        clicks += world.reward();
      }
    }
    return clicks / episodes;
  }

  /** Published: 1.0 to 1.1 clicks with shared streams, 0.75 to 0.95 with independent ones. */
  @Test
  void givesRandomSlatesThePublishedNumberOfClicks() {
    RecSimOptions options = RecSimOptions.PUBLISHED;
    assertThat(meanClicks(options.withStreams(Streams.SHARED), 800)).isBetween(1.0, 1.1);
    assertThat(meanClicks(options, 4000)).isBetween(0.75, 0.95);
  }

  @Test
  void endsOneStepAfterTheTimeIsUsedUp() {
    RecSim world = new RecSim();
    for (long seed = 0; seed < 50; seed++) {
      world.reset(seed);
      boolean spent = false;
      while (!world.done()) {
        spent = world.timeBudget() <= 0;
        double budget = world.timeBudget();
        world.step(randomSlate(world, seed));
        assertThat(world.terminated()).isEqualTo(spent);
        if (spent) {
          assertThat(world.reward()).isZero();
          assertThat(world.clicked()).isEmpty();
          assertThat(world.timeBudget()).isEqualTo(budget);
        }
      }
      float[] observation = new float[10];
      world.observe(observation, 0);
      assertThat(observation).containsOnly(0f);
    }
  }

  @Test
  void truncatesAtTheStepLimitIfThereIsOne() {
    RecSim world = new RecSim(PUBLISHED, RecSimOptions.PUBLISHED.withMaximumSteps(2));
    world.reset(1);
    world.step(randomSlate(world, 1));
    world.step(randomSlate(world, 2));
    assertThat(world.truncated()).isTrue();
    assertThat(world.terminated()).isFalse();
  }

  @Test
  void earnsWhatTheOptionsSay() {
    RecSimOptions base = RecSimOptions.PUBLISHED;
    RecSim click = new RecSim(PUBLISHED, base);
    RecSim watch = new RecSim(PUBLISHED, base.withReward(Reward.WATCH_TIME, SlateMetric.CPR));
    RecSim metric = new RecSim(PUBLISHED, base.withReward(Reward.METRIC, SlateMetric.SPECIFICITY));
    RecSim both = new RecSim(PUBLISHED, base.withReward(Reward.CLICK_PLUS_METRIC, SlateMetric.CPR));
    RecSimPlayer player = new RecSimPlayer();
    for (RecSim each : new RecSim[] {click, watch, metric, both}) each.reset(5);
    boolean clicked = false;
    while (click.timeBudget() > 0) {
      Action slate = player.act(click);
      for (RecSim each : new RecSim[] {click, watch, metric, both}) {
        each.step(slate);
        assertThat(each.reward())
            .isBetween(each.spec().minimumReward(), each.spec().maximumReward());
      }
      clicked |= click.reward() == 1;
      assertThat(watch.reward()).isCloseTo(4.037160 * click.reward(), within(1e-9));
      assertThat(metric.reward()).isEqualTo(click.report().specificity());
      assertThat(both.reward()).isEqualTo(click.reward() + click.report().cpr());
    }
    assertThat(clicked).isTrue();
  }

  @Test
  void remembersTheLastClicksOldestFirst() {
    RecSim world = new RecSim(PUBLISHED, RecSimOptions.PUBLISHED.withView(View.HISTORY));
    world.reset(2);
    float[] expected = {-1, -1, -1};
    float[] observation = new float[3];
    RecSimPlayer player = new RecSimPlayer();
    int clicks = 0;
    while (!world.done()) {
      world.observe(observation, 0);
      assertThat(observation).containsExactly(expected);
      world.step(player.act(world));
      if (world.clicked().isEmpty()) continue;
      clicks++;
      expected[0] = expected[1];
      expected[1] = expected[2];
      expected[2] = world.clicked().getAsInt();
    }
    assertThat(clicks).isGreaterThan(3);
  }

  @Test
  void sharesCandidatesWithinAGroupButNotUsers() {
    RecSim one = new RecSim();
    RecSim other = new RecSim();
    one.reset(7, 1);
    other.reset(7, 2);
    assertThat(one.availableActions()).isEqualTo(other.availableActions());
    assertThat(one.interests()).isNotEqualTo(other.interests());
    other.reset(8, 2);
    assertThat(one.availableActions()).isNotEqualTo(other.availableActions());
  }

  @Test
  void refusesActionsOutsideItsSpace() {
    RecSim world = new RecSim();
    int[] any = {0, 1, 2, 3, 4, 5};
    assertThatThrownBy(() -> world.step(Action.slate(any))).hasMessageContaining("reset recsim");
    world.reset(3);
    byte[] before = world.snapshot();
    int[] ids = world.availableActions().ids();
    assertThatThrownBy(() -> world.step(Action.of(1))).hasMessageContaining("slate of 6 items");
    assertThatThrownBy(() -> world.step(Action.slate(ids[0], ids[1])))
        .hasMessageContaining("slate of 6 items");
    assertThatThrownBy(
            () -> world.step(Action.slate(ids[0], ids[1], ids[2], ids[3], ids[4], ids[0])))
        .hasMessage("item " + ids[0] + " stands twice in the slate");
    assertThatThrownBy(() -> world.step(Action.slate(ids[0], ids[1], ids[2], ids[3], ids[4], 500)))
        .hasMessageContaining("0..499");
    int stranger = 0;
    while (world.availableActions().contains(stranger)) stranger++;
    int missing = stranger;
    assertThatThrownBy(
            () -> world.step(Action.slate(ids[0], ids[1], ids[2], ids[3], ids[4], missing)))
        .hasMessage("item " + missing + " is not among the candidates");
    assertThat(world.snapshot()).isEqualTo(before);
    assertThatThrownBy(() -> world.reset(1, new int[] {1, 1}, new double[10], new double[20]))
        .hasMessageContaining("20 different items");
    assertThatThrownBy(() -> world.reset(1, ids, new double[9], new double[20]))
        .hasMessageContaining("needs 10 interests");
    assertThat(world.snapshot()).isEqualTo(before);
  }

  @Property(tries = 100)
  void restoresBitForBitAtAnyStep(
      @ForAll long seed,
      @ForAll boolean shared,
      @ForAll @Size(14) long[] numbers,
      @ForAll @IntRange(min = 0, max = 6) int at) {
    RecSimOptions options =
        RecSimOptions.PUBLISHED
            .withSplit(Split.TEST)
            .withStreams(shared ? Streams.SHARED : Streams.INDEPENDENT);
    int[] indices = new int[numbers.length];
    for (int i = 0; i < indices.length; i++) indices[i] = i;
    EnvironmentContract.restoresExactly(
        () -> new RecSim(PUBLISHED, options),
        (world, i) -> randomSlate(world, numbers[i]),
        seed,
        indices,
        at);
  }

  @Test
  void refusesDamagedSnapshotsAndStaysAsItWas() {
    RecSim world = new RecSim();
    world.reset(1);
    world.step(randomSlate(world, 1));
    byte[] good = world.snapshot();
    for (int length = 0; length < good.length; length += 7) {
      byte[] cut = Arrays.copyOf(good, length);
      assertThatThrownBy(() -> world.restore(cut)).isInstanceOf(IllegalArgumentException.class);
    }
    RecSimOptions shared = RecSimOptions.PUBLISHED.withStreams(Streams.SHARED);
    RecSim other = new RecSim(PUBLISHED, shared);
    assertThatThrownBy(() -> other.restore(good)).isInstanceOf(IllegalArgumentException.class);
    assertThat(world.snapshot()).isEqualTo(good);
  }

  @Test
  void isPleasedByTheScriptedPlayer() {
    RecSim world = new RecSim(PUBLISHED, RecSimOptions.PUBLISHED.withSplit(Split.TEST));
    RecSimPlayer player = new RecSimPlayer();
    double clicks = 0;
    int episodes = 60;
    for (long seed = 0; seed < episodes; seed++) {
      world.reset(seed);
      while (!world.done()) {
        world.step(player.act(world));
        clicks += world.reward();
      }
    }
    assertThat(clicks / episodes).isGreaterThan(10); // random slates: 0.9
  }

  @Test
  void drawsThePictureOfAnyMoment() {
    RecSim world = new RecSim();
    assertThat(world.render().width()).isEqualTo(640);
    world.reset(3);
    byte[] first = world.render().rgb();
    world.step(randomSlate(world, 2));
    byte[] state = world.snapshot();
    assertThat(world.render().rgb()).isNotEqualTo(first);
    assertThat(world.snapshot()).isEqualTo(state);
  }
}
