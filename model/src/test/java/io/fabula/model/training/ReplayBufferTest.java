package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.random.RandomStream;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplayBufferTest {
  private static ReplayBuffer buffer(int capacity) {
    return new ReplayBuffer(
        capacity,
        List.of(
            new ReplayBuffer.Column("observation", ReplayBuffer.Kind.FLOATS, 2),
            new ReplayBuffer.Column("action", ReplayBuffer.Kind.INTS, 1),
            new ReplayBuffer.Column("done", ReplayBuffer.Kind.BYTES, 1)));
  }

  private static void add(ReplayBuffer buffer, int number) {
    int slot = buffer.next();
    buffer.floats("observation")[2 * slot] = number;
    buffer.floats("observation")[2 * slot + 1] = -number;
    buffer.ints("action")[slot] = number;
    buffer.bytes("done")[slot] = (byte) number;
  }

  @Test
  void theOldestRowMakesRoomAndAllOthersStay() {
    ReplayBuffer buffer = buffer(4);
    for (int i = 0; i < 11; i++) add(buffer, i);
    assertThat(buffer.size()).isEqualTo(4);
    int[] actions = buffer.ints("action").clone();
    Arrays.sort(actions);
    assertThat(actions).containsExactly(7, 8, 9, 10);
    for (int slot = 0; slot < 4; slot++) {
      int number = buffer.ints("action")[slot];
      assertThat(buffer.floats("observation")[2 * slot + 1]).isEqualTo(-number);
      assertThat(buffer.bytes("done")[slot]).isEqualTo((byte) number);
    }
    ReplayBuffer one = buffer(1);
    for (int i = 0; i < 3; i++) add(one, i);
    assertThat(one.ints("action")).containsExactly(2);
  }

  @Test
  void drawsAllRowsThereAreEquallyOftenAndNoOthers() {
    ReplayBuffer buffer = buffer(100);
    for (int i = 0; i < 5; i++) add(buffer, i);
    int[] slots = new int[20_000]; // more than there are rows
    buffer.sample(new RandomStream(1), slots);
    int[] counts = new int[100];
    for (int slot : slots) counts[slot]++;
    // the count of one of five slots has mean 4000 and deviation 57; five deviations
    for (int i = 0; i < 5; i++) assertThat(counts[i]).isBetween(3717, 4283);
    assertThat(Arrays.stream(counts).skip(5)).containsOnly(0);
    assertThatThrownBy(() -> buffer(3).sample(new RandomStream(1), new int[1]))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void goesOnExactlyFromASavedState(@TempDir Path folder) throws IOException {
    for (int rows : new int[] {0, 3, 9}) {
      ReplayBuffer buffer = buffer(4);
      for (int i = 0; i < rows; i++) add(buffer, i);
      TensorFile file = new TensorFile();
      buffer.save(file, "replay");
      Path path = folder.resolve("replay.safetensors");
      file.write(path);
      ReplayBuffer restored = buffer(4);
      restored.restore(TensorFile.read(path), "replay");
      add(buffer, 100);
      add(restored, 100);
      assertThat(restored.added()).isEqualTo(buffer.added());
      assertThat(restored.floats("observation")).isEqualTo(buffer.floats("observation"));
      assertThat(restored.ints("action")).isEqualTo(buffer.ints("action"));
      assertThat(restored.bytes("done")).isEqualTo(buffer.bytes("done"));
    }
  }

  @Test
  void refusesAnotherBuffersStateUnchanged() {
    ReplayBuffer buffer = buffer(4);
    for (int i = 0; i < 9; i++) add(buffer, i);
    TensorFile file = new TensorFile();
    buffer.save(file, "replay");
    ReplayBuffer other = buffer(3);
    add(other, 1);
    assertThatThrownBy(() -> other.restore(file, "replay"))
        .isInstanceOf(DamagedFileException.class);
    assertThat(other.added()).isEqualTo(1);
    assertThat(other.ints("action")[0]).isEqualTo(1);
    assertThatThrownBy(() -> buffer.floats("action")).hasMessageContaining("no column of FLOATS");
  }
}
