package io.fabula.pipelines.studies.agilerecsim.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.Split;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.tables.Column;
import io.fabula.pipelines.tables.TableSchema;
import io.fabula.pipelines.tables.TableWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ItemFileTest {
  private static final TableSchema ITEMS =
      new TableSchema(
          "items",
          1,
          "Items.",
          List.of(
              Column.of("item_id", Column.Type.INT32).doc("id"),
              Column.of("split", Column.Type.STRING).doc("split"),
              Column.of("main_category", Column.Type.INT32).doc("main"),
              Column.of("sub_category", Column.Type.INT32).doc("sub"),
              Column.of("video_length", Column.Type.DOUBLE).doc("length"),
              Column.of("f0", Column.Type.DOUBLE).doc("feature"),
              Column.of("q0", Column.Type.DOUBLE).doc("quality")));

  @TempDir private Path folder;

  private Path write(String second) throws IOException {
    Path file = folder.resolve("items.parquet");
    try (TableWriter table = new TableWriter(file, ITEMS)) {
      table.write(0, "train", 0, 0, 4.0, 0.25, 1.0);
      table.write(1, second, 1, 0, 4.5, -0.125, 0.0);
    }
    return file;
  }

  @Test
  void readsItemsOfTheRecommenderWorld() throws IOException {
    ItemCatalogue items = ItemFile.read(write("test").toString());
    assertThat(items.size()).isEqualTo(2);
    assertThat(items.feature(1, 0)).isEqualTo(-0.125);
    assertThat(items.isIn(1, Split.TEST)).isTrue();
    assertThat(items.length(1)).isEqualTo(4.5);
  }

  @Test
  void namesFileAndRowOfABadItem() throws IOException {
    Path file = write("neither");
    assertThatThrownBy(() -> ItemFile.read(file.toString()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("items.parquet: row 2: split must be train or test");
  }

  @Test
  void anEditedFileIsAnother() throws IOException {
    Path file = write("test");
    String before = ItemFile.pinned(file.toString());
    assertThat(ItemFile.read(before).size()).isEqualTo(2);
    Files.writeString(file, "other");
    assertThat(ItemFile.pinned(file.toString())).isNotEqualTo(before);
    assertThatThrownBy(() -> ItemFile.read(before))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("items.parquet: it has changed since the run was planned");
  }

  @ParameterizedTest
  @CsvSource({
    "item_id;split;main_category\\n0;train;0,column sub_category is missing",
    "item_id;split;main_category;sub_category;video_length;f0;q0\\n0;trian;0;0;4;1;1"
        + ",line 2: split must be train or test",
    "item_id;split;main_category;sub_category;video_length;f0;q0\\n0;train;0;0;4,"
        + "line 2: expected 7 cells"
  })
  void namesFileAndLineOfABadText(String text, String message) throws IOException {
    Path file = folder.resolve("items.csv");
    Files.writeString(file, text.replace(';', ',').replace("\\n", "\n"));
    assertThatThrownBy(() -> ItemFile.read(file.toString()))
        .isInstanceOf(DataProblem.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  @Test
  void saysWhatIsWrongWithTheWholeFile() throws IOException {
    assertThatThrownBy(() -> ItemFile.pinned("generatd"))
        .isInstanceOf(DataProblem.class)
        .hasMessage(
            "generatd: there is no such file; give published, generated or a file of items");
    Path file = write("test");
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
    assertThatThrownBy(() -> ItemFile.read(file.toString()))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("items.parquet: not a whole Parquet file")
        .hasMessageEndingWith("write it again with plain columns and lists");
  }
}
