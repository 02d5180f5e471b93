package io.fabula.pipelines.studies;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.studies.VersionGuard.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VersionGuardTest {
  private static final Set<String> NONE = Set.of();

  @TempDir Path directory;
  private Path recording;
  private VersionGuard here;
  private VersionGuard elsewhere;

  @BeforeEach
  void recordTwoStages() throws IOException {
    recording = directory.resolve("content.properties");
    Files.writeString(recording, "numerics=kernels\nrecord=3 aaa\ntrain=1 bbb\n");
    here = new VersionGuard(recording, "kernels");
    elsewhere = new VersionGuard(recording, "other kernels");
  }

  private static Map<String, Result> results(int record, String hash, int train, String trained) {
    return Map.of(
        "record", new Result(record, hash, Set.of("train")),
        "train", new Result(train, trained, NONE));
  }

  @Test
  void takesWhatIsRecordedAndOnOtherKernelsOtherContent() {
    assertThatCode(() -> here.compare(results(3, "aaa", 1, "bbb"))).doesNotThrowAnyException();
    assertThatCode(() -> elsewhere.compare(results(3, "xxx", 1, "yyy"))).doesNotThrowAnyException();
  }

  @Test
  void failsWhereContentChangedUnderOneVersion() {
    assertThatThrownBy(() -> here.compare(results(3, "xxx", 1, "bbb")))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("record has content xxx, recorded for its version 3 is aaa");
  }

  @Test
  void failsOnAnyProcessorWhereVersionsOrStagesDiffer() {
    for (VersionGuard guard : new VersionGuard[] {here, elsewhere}) {
      assertThatThrownBy(() -> guard.compare(results(4, "aaa", 1, "bbb")))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("record has version 4, recorded is 3");
      assertThatThrownBy(() -> guard.compare(Map.of("record", new Result(3, "aaa", NONE))))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("train is recorded and was not run");
      Map<String, Result> more = new java.util.HashMap<>(results(3, "aaa", 1, "bbb"));
      more.put("draw", new Result(1, "ccc", NONE));
      assertThatThrownBy(() -> guard.compare(more))
          .isInstanceOf(AssertionError.class)
          .hasMessageContaining("draw is not recorded");
    }
  }

  @Test
  void recordsNoChangeUnderAnUnchangedVersion() throws IOException {
    String before = Files.readString(recording);
    assertThatThrownBy(() -> here.record(results(3, "xxx", 1, "bbb")))
        .isInstanceOf(AssertionError.class)
        .hasMessage("not recorded: the content changed and no version did, of record");
    assertThat(recording).hasContent(before);
  }

  @Test
  void recordsRaisedVersionsAndWhatFollowsFromThem() throws IOException {
    here.record(results(4, "xxx", 1, "bbb"));
    assertThat(recording).hasContent("numerics=kernels\nrecord=4 xxx\ntrain=1 bbb\n");
    here.record(results(4, "zzz", 2, "yyy"));
    assertThat(recording).hasContent("numerics=kernels\nrecord=4 zzz\ntrain=2 yyy\n");
  }
}
