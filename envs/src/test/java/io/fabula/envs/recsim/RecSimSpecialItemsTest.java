package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.Action;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.recsim.ItemGenerator.Centres;
import io.fabula.envs.recsim.ItemGenerator.Specials;
import io.fabula.envs.recsim.ItemGenerator.UniformFeatures;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecSimSpecialItemsTest {
  private static ItemGenerator.Options options(Specials specials) {
    return new ItemGenerator.Options(
        200, 5, 3, 0, 0.5, Centres.AROUND_UNIT_VECTORS, specials, null);
  }

  @Test
  void addsOneSpecialItemPerCategoryAndSplitAtACentre() {
    ItemCatalogue items = ItemGenerator.generate(options(Specials.UNMARKED), 3);
    ItemCatalogue without = ItemGenerator.generate(options(Specials.NONE), 3);
    assertThat(items.size()).isEqualTo(210);
    assertThat(items.representationSize()).isEqualTo(5);
    for (int item = 200; item < 210; item++) {
      assertThat(items.isSpecial(item)).isTrue();
      assertThat(items.isIn(item, Split.TRAIN)).isEqualTo(item < 205);
      assertThat(items.main(item)).isEqualTo(item % 5);
      for (int i = 0; i < 5; i++) {
        assertThat(items.feature(item, i)).isEqualTo(items.centroid(item % 5, 0, i));
      }
    }
    for (int item = 0; item < 200; item++) {
      assertThat(items.isSpecial(item)).isFalse();
      assertThat(items.feature(item, 2)).isEqualTo(without.feature(item, 2));
    }
  }

  @Test
  void marksSpecialItemsForTheAgentAlone() {
    ItemCatalogue flagged = ItemGenerator.generate(options(Specials.FLAGGED), 3);
    ItemCatalogue oneHot = ItemGenerator.generate(options(Specials.ONE_HOT), 3);
    float[] seen = new float[7];
    flagged.represent(7, seen, 0);
    assertThat(seen[5]).isZero();
    flagged.represent(203, seen, 0);
    assertThat(seen[5]).isEqualTo(1);
    oneHot.represent(203, seen, 0);
    assertThat(new float[] {seen[5], seen[6]}).containsExactly(0, 1);
    oneHot.represent(7, seen, 0);
    assertThat(new float[] {seen[5], seen[6]}).containsExactly(1, 0);
    assertThat(flagged.featureCount()).isEqualTo(5);
    RecSim world = new RecSim(flagged, world());
    world.reset(4);
    assertThat(world.availableActions().representation()).hasSize(12 * 6);
    assertThat(world.interests()).hasSize(5);
  }

  private static RecSimOptions world() {
    return RecSimOptions.PUBLISHED.withSlates(4, 12, new CandidateRule.WithSpecials(2, 3));
  }

  @Test
  void offersSpecialItemsWithCompanionsOfTheirCategoriesOnly() {
    ItemCatalogue items = ItemGenerator.generate(options(Specials.UNMARKED), 3);
    CandidateSampler sampler =
        new CandidateSampler(items, Split.TEST, new CandidateRule.WithSpecials(2, 3), 12);
    RandomStream stream = new RandomStream(9);
    for (int draw = 0; draw < 500; draw++) {
      int[] ids = sampler.draw(stream);
      assertThat(ids).hasSize(12).doesNotHaveDuplicates();
      int[] ordinary = new int[5];
      boolean[] special = new boolean[5];
      int specials = 0;
      for (int id : ids) {
        assertThat(items.isIn(id, Split.TEST)).isTrue();
        if (items.isSpecial(id)) {
          special[items.main(id)] = true;
          specials++;
        } else {
          ordinary[items.main(id)]++;
        }
      }
      assertThat(specials).isEqualTo(2);
      for (int m = 0; m < 5; m++) if (special[m]) assertThat(ordinary[m]).isEqualTo(3);
    }
    ItemCatalogue plain = ItemGenerator.generate(options(Specials.NONE), 3);
    assertThatThrownBy(
            () -> new CandidateSampler(plain, Split.TEST, new CandidateRule.WithSpecials(2, 3), 12))
        .hasMessageContaining("needs special items");
  }

  @Test
  void countsPairsOfASpecialItemAndAnOrdinaryOne() {
    ItemCatalogue items = ItemGenerator.generate(options(Specials.UNMARKED), 3);
    RecSim world = new RecSim(items, world());
    world.reset(4);
    int[] special = new int[2];
    int[] companion = new int[2];
    int stranger = -1;
    int found = 0;
    for (int id : world.availableActions().ids()) {
      if (items.isSpecial(id)) special[found++] = id;
    }
    for (int id : world.availableActions().ids()) {
      if (items.isSpecial(id)) continue;
      if (items.main(id) == items.main(special[0])) companion[0] = id;
      else if (items.main(id) == items.main(special[1])) companion[1] = id;
      else stranger = id;
    }
    assertThatThrownBy(world::pairs).hasMessageContaining("no step");
    world.step(Action.slate(special[0], companion[0], special[1], companion[1]));
    assertThat(world.pairs()).isEqualTo(2);
    world.step(Action.slate(special[0], companion[0], special[1], stranger));
    assertThat(world.pairs()).isEqualTo(1);
  }

  @Test
  void drawsUniformFeaturesOnOtherRangesInTheTwoSplits() {
    ItemGenerator.Options options =
        new ItemGenerator.Options(
            300, 5, 3, 0, 0.4, Centres.UNIFORM, Specials.NONE, UniformFeatures.PUBLISHED);
    ItemCatalogue items = ItemGenerator.generate(options, 8);
    assertThat(items.size(Split.TRAIN)).isEqualTo(120);
    assertThat(items.size(Split.TEST)).isEqualTo(180);
    int negative = 0;
    for (int item = 0; item < 300; item++) {
      for (int i = 0; i < 5; i++) {
        double size = Math.abs(items.feature(item, i));
        if (items.isIn(item, Split.TRAIN)) assertThat(size).isLessThanOrEqualTo(0.6);
        else assertThat(size).isBetween(0.6, 1.0);
        if (items.feature(item, i) < 0) negative++;
      }
    }
    assertThat(negative / 1500.0).isCloseTo(0.5, within(4 * 0.5 / Math.sqrt(1500)));
  }

  @Test
  void measuresHowUnlikeUsersSlatesAreWhateverItemsAreCalled() {
    int[][] same = {{1, 2, 3}, {3, 2, 1}, {2, 1, 3}};
    int[][] apart = {{0, 1, 2}, {3, 4, 5}, {6, 7, 8}};
    int[][] half = {{0, 1}, {1, 2}};
    int[][] renamed = {{7, 4}, {4, 0}};
    assertThat(InterSessionDiversity.of(same, 9)).isZero();
    assertThat(InterSessionDiversity.of(apart, 9)).isEqualTo(1);
    assertThat(InterSessionDiversity.of(half, 9)).isEqualTo(0.5);
    assertThat(InterSessionDiversity.of(renamed, 9)).isEqualTo(0.5);
    assertThatThrownBy(() -> InterSessionDiversity.of(new int[][] {{1}}, 9))
        .hasMessageContaining("at least 2");
  }

  @Test
  void readsATableGivenByRows() {
    List<String> header =
        List.of("item_id", "split", "main_category", "sub_category", "video_length", "f0", "q0");
    List<List<String>> rows =
        List.of(
            List.of("0", "train", "0", "0", "4.5", "0.25", "1"),
            List.of("1", "test", "1", "0", "4", "-1", "0"));
    ItemCatalogue items = ItemTable.of("items.parquet", header, rows);
    assertThat(items.size()).isEqualTo(2);
    assertThat(items.feature(1, 0)).isEqualTo(-1);
    List<List<String>> wrong = List.of(rows.get(0), List.of("1", "new", "1", "0", "4", "-1", "0"));
    assertThatThrownBy(() -> ItemTable.of("items.parquet", header, wrong))
        .hasMessage("items.parquet, row 2: split must be train or test, got \"new\"");
  }
}
