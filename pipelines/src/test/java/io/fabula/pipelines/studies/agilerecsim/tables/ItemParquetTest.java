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
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ItemParquetTest {
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
    ItemCatalogue items = ItemParquet.read(write("test"));
    assertThat(items.size()).isEqualTo(2);
    assertThat(items.feature(1, 0)).isEqualTo(-0.125);
    assertThat(items.isIn(1, Split.TEST)).isTrue();
    assertThat(items.length(1)).isEqualTo(4.5);
  }

  @Test
  void namesFileAndRowOfABadItem() throws IOException {
    Path file = write("neither");
    assertThatThrownBy(() -> ItemParquet.read(file))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("items.parquet, row 2: split must be train or test");
  }
}
