package io.fabula.pipelines.studies.agilerecsim.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.clicklog.LogItems;
import io.fabula.model.clicklog.LoggedSlate;
import io.fabula.pipelines.problems.DataProblem;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnLogTest {
  private static final String HEADER =
      "user_id,item_id,slate,hist_seq,click_in_slate,timestamp,negative_items\n";
  private static final String GOOD = "1,2,\"[0, 2, 1]\",\"[-1, 0, 3]\",True,17,\"[0, 1]\"\n";

  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    matrix("user_attr", 4, 5);
    matrix("offline_deep_attr", 3, 2);
    matrix("online_deep_attr", 3, 2);
    matrix("offline_wide_attr", 3, 6);
    matrix("online_wide_attr", 3, 6);
    Files.writeString(
        folder.resolve("item_category.csv"),
        "genre,size,season\n0,0,1\n1,0,1\n0,1,0\n1,1,0\n0,0,0\n1,1,1\n");
    Files.writeString(folder.resolve("offline_log_data.csv"), HEADER + GOOD);
    Files.writeString(
        folder.resolve("online_log_data.csv"), HEADER + GOOD.replace("[0, 2, 1]", "[3, 5, 4]"));
  }

  private void matrix(String name, int rows, int columns) throws IOException {
    float[] values = new float[rows * columns];
    for (int i = 0; i < values.length; i++) values[i] = i / 100f;
    Files.write(folder.resolve(name + ".npy"), NpyFile.floats(values, rows, columns));
  }

  private List<LoggedSlate> rows(boolean online) {
    OwnLog log = new OwnLog(folder, 3);
    List<LoggedSlate> rows = new ArrayList<>();
    log.forEach(
        online, log.users().count(), log.items("genre", "size"), (row, item) -> rows.add(row));
    return rows;
  }

  @Test
  void readsAFolder() {
    OwnLog log = new OwnLog(folder, 3);
    assertThat(log.users().count()).isEqualTo(4);
    LogItems items = log.items("genre", "size");
    assertThat(items.offline()).isEqualTo(3);
    assertThat(items.count()).isEqualTo(6);
    assertThat(items.main()).containsExactly(0, 1, 0, 1, 0, 1);
    assertThat(items.deep()[2 * 3]).isZero();
    LoggedSlate row = rows(false).get(0);
    assertThat(row.slate()).containsExactly(0, 2, 1);
    assertThat(row.history()).containsExactly(-1, 0, 3);
    assertThat(row.clicked()).isTrue();
  }

  @Test
  void anEditedLogIsAnother() throws IOException {
    String before = new OwnLog(folder, 3).digest();
    assertThat(new OwnLog(folder, 3).digest()).isEqualTo(before).matches("[0-9a-f]{64}");
    Files.writeString(folder.resolve("notes.txt"), "no part of the log");
    assertThat(new OwnLog(folder, 3).digest()).isEqualTo(before);
    List<String> digests = new ArrayList<>(List.of(before));
    for (String name : List.of("online_log_data.csv", "item_category.csv", "user_attr.npy")) {
      byte[] bytes = Files.readAllBytes(folder.resolve(name));
      bytes[bytes.length - 2] ^= 1;
      Files.write(folder.resolve(name), bytes);
      digests.add(new OwnLog(folder, 3).digest());
    }
    Files.delete(folder.resolve("user_attr.npy"));
    digests.add(new OwnLog(folder, 3).digest());
    assertThat(digests).doesNotHaveDuplicates();
  }

  @Test
  void headersThatPromiseTooMuchAreRefused() throws IOException {
    Path file = folder.resolve("user_attr.npy");
    byte[] sound = Files.readAllBytes(file);
    String text = new String(sound, StandardCharsets.ISO_8859_1);
    for (String shape :
        List.of("(499999999999, 5)", "(4, 99999999999999)", "(999999999, 999999999)")) {
      String padded =
          text.replaceFirst("\\(4, 5\\), \\} {%d}".formatted(shape.length() - 6), shape + ", }");
      Files.write(file, padded.getBytes(StandardCharsets.ISO_8859_1));
      assertThatThrownBy(() -> new OwnLog(folder, 3).users())
          .as(shape)
          .isInstanceOf(DataProblem.class)
          .hasMessageContaining("no NumPy matrix of floats");
    }
    sound[6] = 2; // the length of the header in four bytes, the largest there is
    for (int i = 8; i < 11; i++) sound[i] = (byte) 0xFF;
    sound[11] = 0x7F;
    Files.write(file, sound);
    assertThatThrownBy(() -> new OwnLog(folder, 3).users())
        .hasMessageContaining("its header is cut off");
  }

  @Test
  void namesFileRowAndColumnOfWhatIsWrong() throws IOException {
    refuses(
        "7,2,\"[0, 2, 1]\",\"[-1, 0, 3]\",True,17,[]",
        "row 2, column user_id: must be within 0..3, got 7");
    refuses(
        "1,2,\"[0, 2]\",\"[-1, 0, 3]\",True,17,[]", "row 2, column slate: must hold 3 ids, got 2");
    refuses(
        "1,2,\"[0, 2, 4]\",\"[-1, 0, 3]\",True,17,[]",
        "row 2, column slate: item 4 must be within 0..2");
    refuses(
        "1,2,\"[0, 2, x]\",\"[-1, 0, 3]\",True,17,[]",
        "row 2, column slate: expected a whole number");
    refuses(
        "1,2,\"[0, 2, 1]\",\"[-1, 0, 3]\",perhaps,17,[]",
        "row 2, column click_in_slate: expected true");
    refuses(
        "1,2,\"[0, 2, 0]\",\"[-1, 0, 3]\",True,17,[]", "row 2, column slate: holds item 0 twice");
    refuses(
        "1,2,[0 2 1],\"[-1, 0, 3]\",True,17,[]",
        "row 2, column slate: must hold 3 ids, got 1 in [0 2 1]");
    refuses("1,2,\"[0, 2, 1]\",,True,17,[]", "row 2, column hist_seq: expected a list");
    refuses("1,2,[0, 2, 1],\"[-1, 0, 3]\",True,17,[]", "row 2 has 9 cells, expected 7");
  }

  private void refuses(String line, String message) throws IOException {
    Files.writeString(folder.resolve("offline_log_data.csv"), HEADER + GOOD + line + "\n");
    assertThatThrownBy(() -> rows(false))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("offline_log_data.csv: " + message);
  }

  @Test
  void refusesWhatHoldsNothing() throws IOException {
    assertThatThrownBy(() -> new OwnLog(folder.resolve("nowhere"), 3))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("nowhere: there is no such folder");
    Files.writeString(folder.resolve("offline_log_data.csv"), HEADER);
    assertThatThrownBy(() -> rows(false))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("offline_log_data.csv: holds no rows");
    Files.writeString(
        folder.resolve("offline_log_data.csv"), HEADER + GOOD + GOOD.substring(0, 20));
    assertThatThrownBy(() -> rows(false))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("offline_log_data.csv: row 2 has 4 cells, expected 7");
  }

  @Test
  void saysWhichColumnOrCategoryIsMissing() throws IOException {
    assertThatThrownBy(() -> new OwnLog(folder, 3).items("colour", "size"))
        .hasMessageContaining("item_category.csv: column colour is missing");
    Files.writeString(
        folder.resolve("item_category.csv"), "genre,size\n0,0\n2,0\n0,1\n2,1\n0,0\n2,1\n");
    assertThatThrownBy(() -> new OwnLog(folder, 3).items("genre", "size"))
        .hasMessageContaining("column genre: no item has the value 1, but one has 2");
    matrix("online_wide_attr", 2, 6);
    assertThatThrownBy(() -> new OwnLog(folder, 3).items("genre", "size"))
        .hasMessageContaining("online_wide_attr");
    Files.delete(folder.resolve("user_attr.npy"));
    assertThatThrownBy(() -> new OwnLog(folder, 3).users())
        .hasMessageContaining("user_attr.npy: there is no such file");
  }

  @Test
  void writesMatricesThatNumPyReads() throws IOException {
    byte[] bytes = NpyFile.floats(new float[] {1, 2, 3, 4, 5, 6}, 2, 3);
    assertThat((bytes.length - 24) % 64).isZero();
    Path file = folder.resolve("x.npy");
    Files.write(file, bytes);
    NpyFile back = NpyFile.read(file);
    assertThat(back.rows()).isEqualTo(2);
    assertThat(back.values()).containsExactly(1, 2, 3, 4, 5, 6);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> NpyFile.read(file))
        .hasMessageContaining("does not hold 2 x 3 numbers");
  }
}
