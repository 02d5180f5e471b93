package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.recsim.ChoiceOptions.Constraint;
import io.fabula.envs.recsim.ChoiceOptions.Constraint.Effect;
import io.fabula.envs.recsim.ChoiceOptions.Constraint.Label;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecSimChoiceTest {
  private static final ItemCatalogue ITEMS = ItemTable.published();

  /** Published table for slates whose items leave the user indifferent. */
  @Test
  void prefersFiveOfOneCategoryAndAStranger() {
    assertClick(0.8954, 0, 0, 0, 0, 0, 1);
    assertClick(0.8179, 0, 0, 0, 0, 0, 0);
    assertClick(0.6985, 0, 0, 0, 0, 1, 1);
    assertClick(0.6117, 0, 0, 0, 1, 1, 1);
    assertClick(0.3968, 0, 0, 0, 0, 1, 2);
    assertClick(0.2865, 0, 0, 0, 1, 1, 2);
    assertClick(0.2408, 0, 0, 1, 1, 2, 2);
    assertClick(0.1876, 0, 0, 0, 1, 2, 3);
    assertClick(0.1646, 0, 0, 1, 1, 2, 3);
    assertClick(0.0990, 0, 1, 2, 3, 4, 5);
  }

  private static void assertClick(double expected, int... main) {
    int[] sub = new int[6];
    int[] used = new int[10];
    for (int i = 0; i < 6; i++) sub[i] = used[main[i]]++ % 4;
    SlateScores scores = new SlateScores(6, 10, 4);
    scores.count(main, sub);
    double[] cpr = new double[6];
    Arrays.fill(cpr, scores.cpr(CprOperation.MULTIPLY));
    ChoiceModel model = new ChoiceModel(ChoiceOptions.PUBLISHED, 6);
    double[] chances = model.probabilities(new double[6], cpr, 0, new boolean[6]);
    // the table was made from CPR scores of four digits
    assertThat(1 - chances[6]).isCloseTo(expected, within(1.2e-4));
  }

  @Test
  void choosesTheFirstIndexWhoseCumulativeChanceExceedsTheDraw() {
    ChoiceModel model = new ChoiceModel(ChoiceOptions.PUBLISHED.withNoClickMass(0), 3);
    double[] chances =
        model.probabilities(new double[3], new double[3], 0, new boolean[3]); // a quarter each
    assertThat(chances).containsOnly(0.25);
    assertThat(model.choose(0)).isZero();
    assertThat(model.choose(0.2499)).isZero();
    assertThat(model.choose(0.25)).isEqualTo(1);
    assertThat(model.choose(0.7499)).isEqualTo(2);
    assertThat(model.choose(0.75)).isEqualTo(-1);
  }

  @Test
  void changesScoresByLabel() {
    double[] affinities = {1, 1, -1, -1};
    boolean[] labelled = {true, false, true, false};
    assertThat(scores(Effect.SOFT, affinities, labelled))
        .containsExactly(new double[] {0.9, 0.1, -0.1, -0.9}, within(1e-12));
    assertThat(scores(Effect.SOFT_LABELLED_ONLY, affinities, labelled))
        .containsExactly(new double[] {0.9, 0.3, -0.1, -0.3}, within(1e-12));
    assertThat(scores(Effect.ADD, affinities, labelled))
        .containsExactly(new double[] {2.3, 0.3, 1.7, -0.3}, within(1e-12));
  }

  private static double[] scores(Effect effect, double[] affinities, boolean[] labelled) {
    ChoiceModel model = new ChoiceModel(options(Label.USER, effect, true), affinities.length);
    double[] chances = model.probabilities(affinities, new double[4], 0, labelled);
    for (int i = 0; i < 4; i++) assertThat(chances[i] > 0).isEqualTo(labelled[i]); // masked
    assertThat(Arrays.stream(chances).sum()).isCloseTo(1, within(1e-12));
    return model.scores();
  }

  @Test
  void labelsTheUsersFavouriteOrCompleteCategories() {
    int[] ids = new int[20];
    for (int i = 0, item = 0; i < 20; item++) {
      // all items of category 5 but one sub-category, and any of category 4
      if (ITEMS.main(item) == 4 || (ITEMS.main(item) == 5 && ITEMS.sub(item) != 2)) ids[i++] = item;
    }
    double[] interests = new double[10];
    interests[5] = 1;
    for (Label label : new Label[] {Label.USER, Label.CANDIDATE}) {
      RecSim world =
          new RecSim(
              ITEMS,
              RecSimOptions.PUBLISHED
                  .withSplit(Split.ALL)
                  .withChoice(options(label, Effect.ADD, true)));
      world.reset(1, ids, interests, new double[20]);
      int[] slate = Arrays.copyOf(ids, 6);
      double[] chances = world.probabilities(slate);
      int expected = label == Label.USER ? 5 : 4;
      for (int i = 0; i < 6; i++) {
        assertThat(chances[i] > 0).isEqualTo(ITEMS.main(slate[i]) == expected);
      }
    }
  }

  @Test
  void scoresEachItemByItsOwnCategoryIfAsked() {
    ChoiceOptions each = with(ChoiceOptions.PUBLISHED, true, Constraint.NONE);
    RecSim world = new RecSim(ITEMS, RecSimOptions.PUBLISHED.withChoice(each));
    RecSim whole = new RecSim(ITEMS, RecSimOptions.PUBLISHED);
    world.reset(1);
    whole.reset(1);
    int[] slate = Arrays.copyOf(world.availableActions().ids(), 6);
    assertThat(world.probabilities(slate)).isNotEqualTo(whole.probabilities(slate));
  }

  @Test
  void refusesAMaskWithoutALabel() {
    assertThatThrownBy(() -> new Constraint(Label.NOBODY, Effect.ADD, true))
        .hasMessage("masking needs a label");
  }

  private static ChoiceOptions options(Label label, Effect effect, boolean masked) {
    return with(ChoiceOptions.PUBLISHED, false, new Constraint(label, effect, masked));
  }

  private static ChoiceOptions with(ChoiceOptions o, boolean cprPerItem, Constraint constraint) {
    return new ChoiceOptions(
        o.base(),
        o.noClickIncluded(),
        o.noClickMass(),
        o.noClickScale(),
        o.noClickAlpha(),
        o.userAlpha(),
        o.cprAlpha(),
        o.cprOperation(),
        cprPerItem,
        o.metric(),
        o.metricAlpha(),
        o.metricMultiplies(),
        o.specificityByFeatures(),
        o.attention(),
        o.scoreScaling(),
        constraint);
  }
}
