package io.fabula.model.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of a sealed file not a flipped bit goes unnoticed. */
class TensorSealTest {
  @TempDir Path directory;

  private static TensorFile content() {
    return new TensorFile()
        .put("moments", Tensor.of(new float[] {1, -2, 3.5f, 0}, 2, 2))
        .put("counters", Tensor.of(new long[] {7, 1L << 40}))
        .putMetadata("kind", "checkpoint");
  }

  @Test
  void readsBackWhatWasWritten() throws IOException {
    Path file = directory.resolve("sealed.safetensors");
    content().writeSealed(file);
    TensorFile read = TensorFile.readSealed(file);
    assertThat(read.digest()).isEqualTo(content().digest());
    assertThat(read.metadata()).isEqualTo(content().metadata());
  }

  @Test
  void everyFlippedBitIsNoticed() throws IOException {
    Path file = directory.resolve("sealed.safetensors");
    content().writeSealed(file);
    byte[] whole = Files.readAllBytes(file);
    for (int at = 0; at < whole.length; at++) {
      if (whole[at] == ' ') continue; // the padding of the header says nothing
      for (int bit = 0; bit < 8; bit++) {
        byte[] flipped = whole.clone();
        flipped[at] ^= (byte) (1 << bit);
        Files.write(file, flipped);
        assertThatThrownBy(() -> TensorFile.readSealed(file))
            .as("byte %d, bit %d", at, bit)
            .isInstanceOf(DamagedFileException.class);
      }
    }
  }

  @Test
  void aFileWithoutASealIsRefused() throws IOException {
    Path file = directory.resolve("open.safetensors");
    content().write(file);
    assertThatThrownBy(() -> TensorFile.readSealed(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("sha256");
  }
}
