package io.fabula.model.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingRunTest {
  @TempDir Path directory;

  /** Counts, ten steps an update, on a clock of its own. */
  private static final class Counting implements Trainable {
    final Budget budget;
    long updates;
    double secondsPerUpdate;
    double seconds;
    boolean fails;

    Counting(Budget budget) {
      this.budget = budget;
    }

    @Override
    public void advance() {
      if (fails) throw new DivergedException("update 1", "the loss is NaN", List.of("rate"));
      updates++;
      seconds += secondsPerUpdate;
    }

    @Override
    public double progress() {
      return budget.progress(updates, steps(), seconds);
    }

    @Override
    public double seconds() {
      return seconds;
    }

    @Override
    public long steps() {
      return 10 * updates;
    }

    @Override
    public TensorFile model() {
      return new TensorFile().put("updates", Tensor.of(new long[] {updates}));
    }

    @Override
    public TensorFile checkpoint() {
      return model();
    }

    @Override
    public void restore(TensorFile file) throws DamagedFileException {
      updates = file.longs("updates", 1)[0];
    }
  }

  private List<String> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(each -> each.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void writesFilesAlongTheWayAndACheckpointAtTheEnd() throws IOException {
    Counting counting = new Counting(new Budget.Steps(95));
    assertThat(new TrainingRun(counting, directory, "agent", 3).run(() -> {})).isTrue();
    assertThat(counting.updates).isEqualTo(10);
    assertThat(files())
        .containsExactly(
            "agent_100.safetensors",
            "agent_40.safetensors",
            "agent_70.safetensors",
            "checkpoint.safetensors");
  }

  @Test
  void stopsWhenInterruptedAndContinuesWhereItWas() throws IOException {
    Counting first = new Counting(new Budget.Updates(5));
    boolean finished =
        new TrainingRun(first, directory)
            .run(
                () -> {
                  if (first.updates == 2) Thread.currentThread().interrupt();
                });
    assertThat(Thread.interrupted()).isTrue();
    assertThat(finished).isFalse();
    assertThat(first.updates).isEqualTo(2);
    Counting second = new Counting(new Budget.Updates(5));
    long[] told = {0};
    assertThat(new TrainingRun(second, directory).run(() -> told[0]++)).isTrue();
    assertThat(told[0]).isEqualTo(3);
    assertThat(second.updates).isEqualTo(5);
  }

  @Test
  void aCheckpointIsAtMostAMinuteOld() throws IOException {
    Counting counting = new Counting(new Budget.Updates(5));
    counting.secondsPerUpdate = 31;
    Path checkpoint = directory.resolve(TrainingRun.CHECKPOINT);
    boolean[] found = new boolean[6];
    new TrainingRun(counting, directory)
        .run(() -> found[(int) counting.updates] = Files.exists(checkpoint));
    assertThat(found).containsExactly(false, false, false, true, true, true);
  }

  @Test
  void makesOneUpdateInABudgetThatIsSpentBefore() throws IOException {
    Counting counting = new Counting(new Budget.Minutes(1e-9));
    counting.seconds = 1;
    assertThat(new TrainingRun(counting, directory).run(() -> {})).isTrue();
    assertThat(counting.updates).isEqualTo(1);
  }

  @Test
  void writesNothingOfATrainingThatDiverged() throws IOException {
    Counting counting = new Counting(new Budget.Updates(5));
    counting.fails = true;
    assertThatThrownBy(() -> new TrainingRun(counting, directory, "agent", 1).run(() -> {}))
        .isInstanceOf(DivergedException.class);
    assertThat(files()).isEmpty();
  }

  @Test
  void aCheckpointWithAFlippedBitIsPutAwayAndTheTrainingBegunAnew() throws IOException {
    Path checkpoint = directory.resolve(TrainingRun.CHECKPOINT);
    Counting whole = new Counting(new Budget.Updates(5));
    new TrainingRun(whole, directory).run(() -> {});
    byte[] content = Files.readAllBytes(checkpoint);
    content[content.length - 3] ^= 4;
    Files.write(checkpoint, content);

    assertThatThrownBy(
            () -> new TrainingRun(new Counting(new Budget.Updates(5)), directory).run(() -> {}))
        .isInstanceOf(DamagedFileException.class);
    Counting anew = new Counting(new Budget.Updates(5));
    List<String> notes = new ArrayList<>();
    int[] updates = new int[1];
    assertThat(new TrainingRun(anew, directory).run(() -> updates[0]++, notes::add)).isTrue();
    assertThat(updates[0]).isEqualTo(5);
    assertThat(notes).hasSize(1);
    assertThat(notes.get(0)).contains(checkpoint.toString()).contains("begun anew");
    assertThat(directory.resolve(TrainingRun.CHECKPOINT + ".damaged")).exists();
    assertThat(TensorFile.readSealed(checkpoint).names()).isNotEmpty();
  }
}
