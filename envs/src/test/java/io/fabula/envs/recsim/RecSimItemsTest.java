package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.fabula.envs.random.RandomStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecSimItemsTest {
  private static final ItemCatalogue PUBLISHED = ItemTable.published();

  @TempDir private Path folder;

  @Test
  void fillsCategoriesEvenlyInBothSplits() {
    ItemCatalogue items = ItemGenerator.generate(ItemGenerator.Options.PUBLISHED, 3);
    int[][] counts = new int[2][40];
    double square = 0;
    for (int item = 0; item < 500; item++) {
      int split = items.isIn(item, Split.TRAIN) ? 0 : 1;
      counts[split][items.main(item) * 4 + items.sub(item)]++;
      double mean = 0;
      for (int i = 0; i < 10; i++) {
        double difference =
            items.feature(item, i) - items.centroid(items.main(item), items.sub(item), i);
        square += difference * difference;
        mean += items.feature(item, i) / 10;
      }
      assertThat(items.length(item)).isBetween(2.0, 10.0);
      assertThat(items.quality(item, 7)).isCloseTo(mean, within(0.3)); // six deviations
    }
    for (int[] split : counts) {
      for (int m = 0; m < 10; m++) {
        assertThat(Arrays.copyOfRange(split, 4 * m, 4 * m + 4)).containsExactly(7, 6, 6, 6);
      }
    }
    double error = 4 * 0.1 * Math.sqrt(2 / 5000.0);
    assertThat(square / 5000).isCloseTo(0.1, within(error));
  }

  @Test
  void keepsHeldBackItemsAwayFromTrainingItems() {
    ItemGenerator.Options options = new ItemGenerator.Options(80, 5, 2, 0.9);
    ItemCatalogue items = ItemGenerator.generate(options, 3);
    for (int a = 0; a < items.size(); a++) {
      for (int b = 0; b < items.size(); b++) {
        if (!items.isIn(a, Split.TRAIN) || items.isIn(b, Split.TRAIN)) continue;
        if (items.main(a) != items.main(b) || items.sub(a) != items.sub(b)) continue;
        double square = 0;
        for (int i = 0; i < 5; i++)
          square += Math.pow(items.feature(a, i) - items.feature(b, i), 2);
        assertThat(Math.sqrt(square)).isGreaterThan(0.9);
      }
    }
  }

  /** Published: the common category has 6, 7 or 8 candidates, each of the ten equally often. */
  @Test
  void drawsSkewedCandidates() {
    CandidateSampler sampler =
        new CandidateSampler(PUBLISHED, Split.TEST, new CandidateRule.Skewed(0.4), 20);
    RandomStream stream = new RandomStream(1);
    int[] sizes = new int[20];
    int draws = 3000;
    for (int k = 0; k < draws; k++) {
      int[] ids = sampler.draw(stream);
      assertThat(ids).hasSize(20).isSorted().doesNotHaveDuplicates();
      int[] counts = new int[10];
      for (int id : ids) {
        assertThat(PUBLISHED.isIn(id, Split.TEST)).isTrue();
        counts[PUBLISHED.main(id)]++;
      }
      sizes[Arrays.stream(counts).max().orElseThrow()]++;
    }
    double error = 4 * Math.sqrt(2 / 9.0 / draws);
    for (int n = 6; n <= 8; n++) {
      // another category reaches six or more by chance in less than one draw of a hundred
      assertThat(sizes[n] / (double) draws).isCloseTo(1 / 3.0, within(error + 0.01));
    }
  }

  @Test
  void drawsCandidatesByTheOtherRules() {
    RandomStream stream = new RandomStream(1);
    int[] even = counts(new CandidateRule.EvenCategories(), stream);
    assertThat(even).containsOnly(2);
    int[] two = counts(new CandidateRule.CommonCategories(2, 2), stream);
    Arrays.sort(two);
    assertThat(two[9]).isEqualTo(9);
    assertThat(two[8]).isEqualTo(9);
    int[] pair = counts(new CandidateRule.CommonCategories(2, 0), stream);
    Arrays.sort(pair);
    assertThat(pair[8]).isEqualTo(10);
    Set<Integer> seen = new HashSet<>();
    CandidateSampler any =
        new CandidateSampler(PUBLISHED, Split.TRAIN, new CandidateRule.Random(), 20);
    for (int k = 0; k < 200; k++) for (int id : any.draw(stream)) seen.add(id);
    assertThat(seen).hasSize(250);
  }

  private static int[] counts(CandidateRule rule, RandomStream stream) {
    int[] counts = new int[10];
    for (int id : new CandidateSampler(PUBLISHED, Split.TRAIN, rule, 20).draw(stream)) {
      counts[PUBLISHED.main(id)]++;
    }
    return counts;
  }

  @Test
  void refusesRulesAndSizesThatCannotBeMet() {
    assertThatThrownBy(
            () -> new CandidateSampler(PUBLISHED, Split.TRAIN, new CandidateRule.Random(), 250))
        .hasMessage("TRAIN must hold more than the 250 candidates, got 250 items");
    assertThatThrownBy(
            () ->
                new CandidateSampler(
                    PUBLISHED, Split.TRAIN, new CandidateRule.CommonCategories(1, 0), 60))
        .hasMessageContaining("cannot draw 60 candidates");
    assertThatThrownBy(() -> new ItemGenerator.Options(30, 10, 4, 0))
        .hasMessage(
            "items must hold at least one per sub-category, 40, in each split, got 15 and 15");
    assertThatThrownBy(() -> new SlateScores(3, 2, 1)).hasMessageContaining("equally specific");
  }

  @Test
  void namesFileAndLineOfABadTable() throws IOException {
    Path file = folder.resolve("items.csv");
    String header = "item_id,split,main_category,sub_category,video_length,f0,q0\n";
    refuses(
        file,
        header + "0,train,0,0,4,1,1\n\n1,tset,0,0,4,1,1\n",
        ", line 4: split must be train or test, got \"tset\"");
    refuses(file, header + "0,train,0,0,4,1\n", ", line 2: expected 7 cells, got 6");
    refuses(file, header + "0,train,0,0,4,NaN,1\n", ", line 2: f0: expected a number, got \"NaN\"");
    refuses(
        file,
        header + "0,train,0,0,4,1,1e999\n",
        ", line 2: q0: expected a finite number, got \"1e999\"");
    refuses(file, header + "0,train,0,0,0,1,1\n", ", line 2: video_length must be above 0, got 0");
    refuses(
        file, header + "0,train,0,0,-4,1,1\n", ", line 2: video_length must be above 0, got -4");
    refuses(file, header + "1,train,0,0,4,1,1\n", ", line 2: item_id must be 0, got 1");
    refuses(
        file,
        header + "0,train,99999,0,4,1,1\n",
        ", line 2: main_category must be within 0..9999, got 99999");
    refuses(
        file,
        "a,b\n1,2\n",
        ", line 1: unknown column \"a\"; expected item_id, split, main_category,"
            + " sub_category, video_length, f0, f1, ... and q0, q1, ...");
    refuses(
        file,
        header.replace("q0", "year"),
        ", line 1: unknown column \"year\"; expected item_id, split,"
            + " main_category, sub_category, video_length, f0, f1, ... and q0, q1, ...");
    refuses(file, header.replace("q0", "f0"), ", line 1: column f0 is there twice");
    refuses(file, header.replace("q0", "f2"), ", line 1: column f1 is missing");
    refuses(file, header.replace("split,", ""), ", line 1: column split is missing");
    refuses(file, header, " holds no items");
    refuses(file, "", " holds no items");
    Files.write(file, (header + "0,\u00e4,").getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> ItemTable.read(file))
        .hasMessage(file + ", line 2: the byte 0xe4 is not UTF-8; save the file as UTF-8");
  }

  private static void refuses(Path file, String content, String message) throws IOException {
    Files.writeString(file, content);
    assertThatThrownBy(() -> ItemTable.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(file + message);
  }

  @Test
  void columnsCountByTheirNames() throws IOException {
    Path file = folder.resolve("items.csv");
    Files.writeString(
        file,
        "\ufeffq0, f1,item_id,split,main_category,sub_category,f0,video_length\r\n"
            + "0.9,0.2,0,train,0,0,0.1,4\r\n\r\n0.8,0.4,1,test,0,1,0.3,5.5\r\n");
    ItemCatalogue items = ItemTable.read(file);
    assertThat(items.size()).isEqualTo(2);
    assertThat(items.featureCount()).isEqualTo(2);
    assertThat(items.qualityCount()).isEqualTo(1);
    assertThat(items.feature(0, 0)).isEqualTo(0.1);
    assertThat(items.feature(0, 1)).isEqualTo(0.2);
    assertThat(items.quality(1, 0)).isEqualTo(0.8);
    assertThat(items.length(1)).isEqualTo(5.5);
    assertThat(items.sub(1)).isEqualTo(1);
    assertThat(items.isIn(1, Split.TEST)).isTrue();
  }
}
