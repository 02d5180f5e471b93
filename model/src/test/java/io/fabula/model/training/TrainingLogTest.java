package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingLogTest {
  @Test
  void keepsRowsUnderNamedColumnsThroughAFile(@TempDir Path folder) throws IOException {
    TrainingLog log = new TrainingLog(List.of("frames", "loss"));
    log.add(log.newRow().set("loss", 0.5).set("frames", 64));
    log.add(log.newRow().set("frames", 128));
    assertThat(log.rows().get(0).cells()).containsExactly(64, 0.5);
    assertThat(log.rows().get(1).find("loss")).isEmpty();
    assertThat(log.rows().get(1).get("loss")).isNaN();
    TensorFile file = new TensorFile();
    log.save(file);
    Path path = folder.resolve("log.safetensors");
    file.write(path);
    TrainingLog read = new TrainingLog(List.of("frames", "loss"));
    read.restore(TensorFile.read(path));
    assertThat(read.rows()).isEqualTo(log.rows());
  }

  @Test
  void refusesOtherColumns() {
    TrainingLog log = new TrainingLog(List.of("frames", "loss"));
    TrainingLog other = new TrainingLog(List.of("frames", "return"));
    assertThatThrownBy(() -> log.newRow().set("return", 1))
        .hasMessage("no column is called return; there are [frames, loss]");
    assertThatThrownBy(() -> log.add(other.newRow())).hasMessageContaining("[frames, return]");
    TensorFile file = new TensorFile();
    log.save(file);
    assertThatThrownBy(() -> other.restore(file))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("expected frames,return, got frames,loss");
    assertThatThrownBy(() -> new TrainingLog(List.of("a", "a"))).hasMessageContaining("called a");
  }
}
