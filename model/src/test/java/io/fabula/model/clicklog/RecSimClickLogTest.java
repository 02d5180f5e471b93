package io.fabula.model.clicklog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.recsim.CandidateRule;
import io.fabula.envs.recsim.CprOperation;
import io.fabula.envs.recsim.SlateScores;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.ItemFeatures;
import io.fabula.model.slates.SlateEpisode;
import io.fabula.model.weights.DamagedFileException;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RecSimClickLogTest {
  private static final LogGenerator LOG =
      new LogGenerator(new LogGenerator.Options(60, 48, 33, 5, 4, 6, 3));

  private static ItemFeatures oneHot() {
    LogItems items = LOG.items();
    int size = items.categories() + items.subcategories();
    float[] values = new float[items.count() * size];
    for (int id = 0; id < items.count(); id++) {
      values[id * size + items.main()[id]] = 1;
      values[id * size + items.categories() + items.sub()[id]] = 1;
    }
    return new ItemFeatures(values, size, IntStream.range(0, 48).toArray());
  }

  /** The logit is taken apart again: what is left beside taste must be the CPR score. */
  @Test
  void drawsClicksByThePlantedRule() {
    float[] deep = {1, 0, 0, 1, 1, 1, -1, 0, 0, -1, 2, 0, 1, 2, 0, 3};
    int[] main = {0, 0, 0, 0, 1, 1, 1, 1};
    int[] sub = {0, 1, 2, 3, 0, 1, 2, 3};
    LogItems items = new LogItems(8, deep, 2, new float[8], 1, main, sub);
    LogUsers users = new LogUsers(new float[] {3, 4, 9}, 3);
    PlantedRule rule = new PlantedRule(items, users, 4);
    SlateScores scores = new SlateScores(4, 2, 4);
    for (int[] slate : new int[][] {{0, 1, 2, 3}, {0, 1, 2, 4}, {6, 1, 5, 3}}) {
      double mean0 = 0;
      double mean1 = 0;
      int[] mains = new int[4];
      int[] subs = new int[4];
      for (int j = 0; j < 4; j++) {
        mean0 += deep[2 * slate[j]] / 4;
        mean1 += deep[2 * slate[j] + 1] / 4;
        mains[j] = main[slate[j]];
        subs[j] = sub[slate[j]];
      }
      double cosine = (3 * mean0 + 4 * mean1) / (5 * Math.hypot(mean0, mean1));
      scores.count(mains, subs);
      assertThat((logit(rule.chance(0, slate)) + 2.5 - 1.5 * cosine) / 4)
          .isCloseTo(scores.cpr(CprOperation.MULTIPLY), within(1e-6));
    }
  }

  private static double logit(double p) {
    return Math.log(p / (1 - p));
  }

  @Test
  void makesRowsOfOneLogsItemsWithClicksAsOftenAsTheRuleSays() {
    int clicks = 0;
    double chances = 0;
    int rows = 3000;
    for (int row = 0; row < rows; row++) {
      LoggedSlate each = LOG.row(row % 2 == 1, row);
      int low = row % 2 == 1 ? 48 : 0;
      int high = row % 2 == 1 ? 81 : 48;
      assertThat(each.slate()).hasSize(6).doesNotHaveDuplicates();
      for (int id : each.slate()) assertThat(id).isBetween(low, high - 1);
      if (each.clicked()) clicks++;
      chances += LOG.rule().chance(each.user(), each.slate());
    }
    assertThat(clicks).isCloseTo((int) chances, within((int) (4 * Math.sqrt(rows) / 2)));
    assertThat(clicks / (double) rows).isBetween(0.1, 0.7);
    LoggedSlate again = LOG.row(false, 17);
    assertThat(again.slate()).isEqualTo(LOG.row(false, 17).slate());
    for (float value : LOG.items().deep()) assertThat(value).isBetween(-1f, 1f);
  }

  @Test
  void learnsTheChancesOfClicksFromRows() throws DamagedFileException {
    ClickModel.Options options = new ClickModel.Options(32, 3e-3, 400);
    try (ClickModel model = new ClickModel(options, LOG.users(), oneHot(), 6, 1);
        ClickModel back = new ClickModel(options, LOG.users(), oneHot(), 6, 2)) {
      LoggedSlate[] batch = new LoggedSlate[32];
      double first = 0;
      double last = 0;
      for (int step = 0; step < 400; step++) {
        for (int i = 0; i < 32; i++) batch[i] = LOG.row(false, step * 32L + i);
        double loss = model.learn(batch);
        if (step < 20) first += loss / 20;
        if (step >= 300) last += loss / 100;
      }
      assertThat(last).isLessThan(first - 0.03);
      ClickQuality quality = new ClickQuality();
      LoggedSlate[] fresh = new LoggedSlate[1000];
      for (int i = 0; i < fresh.length; i++) fresh[i] = LOG.row(false, 100_000L + i);
      double[] chances = new double[fresh.length];
      double[] truths = new double[fresh.length];
      model.of(fresh, fresh.length, chances);
      LOG.rule().of(fresh, fresh.length, truths);
      for (int i = 0; i < fresh.length; i++) {
        quality.add(chances[i], fresh[i].clicked());
        quality.addTruth(chances[i], truths[i]);
      }
      assertThat(quality.areaUnderCurve()).isGreaterThan(0.68);
      assertThat(quality.truthDistance()).isLessThan(0.25);
      back.restore(model.save());
      double[] same = new double[fresh.length];
      back.of(fresh, fresh.length, same);
      assertThat(same).containsExactly(chances, within(1e-7));
    }
  }

  @Test
  void measuresChancesAgainstClicks() {
    ClickQuality quality = new ClickQuality();
    double[] chances = {0.9, 0.8, 0.3, 0.1};
    boolean[] clicks = {true, false, true, false};
    for (int i = 0; i < 4; i++) quality.add(chances[i], clicks[i]);
    assertThat(quality.areaUnderCurve()).isEqualTo(0.75);
    assertThat(quality.accuracy()).isEqualTo(0.5);
    assertThat(quality.precision()).isEqualTo(0.5);
    assertThat(quality.recall()).isEqualTo(0.5);
    assertThat(quality.calibrationError()).isCloseTo((0.1 + 0.8 + 0.7 + 0.1) / 4, within(1e-9));
    double entropy = -(Math.log(0.9) + Math.log(0.2) + Math.log(0.3) + Math.log(0.9)) / 4;
    assertThat(quality.crossEntropy()).isCloseTo(entropy, within(1e-9));
    assertThat(quality.truthDistance()).isNaN();
  }

  /** Published: 0.70 stays, 0.71 becomes 0.0333, 0.85 a half, 1 stays. */
  @Test
  void stretchesChancesAsPublishedUnlessTheyAreClean() {
    ClickUsers.Options published = world(true);
    assertThat(published.applied(0.7)).isEqualTo(0.7);
    assertThat(published.applied(0.71)).isCloseTo(0.0333, within(1e-4));
    assertThat(published.applied(0.85)).isCloseTo(0.5, within(1e-12));
    assertThat(published.applied(1)).isCloseTo(1, within(1e-12));
    assertThat(world(false).applied(0.85)).isEqualTo(0.85);
  }

  private static ClickUsers.Options world(boolean published) {
    return new ClickUsers.Options(
        4, 6, 20, new CandidateRule.Skewed(0.4), Split.TRAIN, 15, 1, published, published);
  }

  @Test
  void letsAllUsersClickForFifteenSteps() {
    int[] pool = {7, 3, 9, 1, 5};
    ClickUsers users =
        new ClickUsers(
            world(true),
            (rows, n, target) -> Arrays.fill(target, 0, n, 1),
            LOG.items(),
            LOG.users(),
            oneHot(),
            pool);
    int width = 3 * (LogGenerator.USER + oneHot().size());
    SlateEpisode.Result result =
        new SlateEpisode(users, width, 20, null).play(3, 1, false, new RandomStream(1));
    assertThat(result.steps()).isEqualTo(15);
    assertThat(result.reward()).isEqualTo(15);
    assertThat(users.person(0)).isEqualTo(7);
    float[] seen = new float[width];
    users.observe(0, seen, 0);
    float sum = 0;
    for (int i = width - oneHot().size(); i < width; i++) sum += seen[i];
    assertThat(sum).as("the last click is seen").isEqualTo(2);
    assertThatThrownBy(
            () ->
                new ClickUsers(
                    world(true), LOG.rule(), LOG.items(), LOG.users(), oneHot(), new int[2]))
        .hasMessage("the log must hold at least 4 rows, got 2");
  }

  @Test
  void tellsItemsAgainAfterTraining() {
    LogItems items = LOG.items();
    float[] training = Arrays.copyOf(items.deep(), 48 * 30);
    try (AttributeVae vae = new AttributeVae(30, 48, 5)) {
      double first = vae.learn(training);
      double last = first;
      for (int i = 0; i < 150; i++) last = vae.learn(training);
      assertThat(last).isLessThan(0.6 * first);
      AttributeVae.Coded coded = vae.code(items.deep());
      assertThat(coded.means()).hasSize(81 * 16);
      AttributeVae.Coded one = vae.code(Arrays.copyOf(items.deep(), 30));
      assertThat(Arrays.copyOf(coded.means(), 16))
          .as("used, an item's code hangs on itself alone")
          .containsExactly(one.means(), within(1e-4f));
    }
  }
}
