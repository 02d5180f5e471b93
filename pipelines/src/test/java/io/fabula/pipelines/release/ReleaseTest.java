package io.fabula.pipelines.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ReleaseTest {
  private static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void saysVersionAndCommitInFewDigits() {
    assertThat(new Release("0.1.0", COMMIT, false)).hasToString("0.1.0, commit 0123456789ab");
    assertThat(new Release("0.1.0", COMMIT, true))
        .hasToString("0.1.0, commit 0123456789ab with changes");
    assertThat(new Release("0.1.0", Release.UNKNOWN, false)).hasToString("0.1.0, commit unknown");
  }

  @Test
  void manifestsHoldTheWholeCommitAndSayWhenFilesDiffered() {
    assertThat(new Release("0.1.0", COMMIT, false).commitAsBuilt()).isEqualTo(COMMIT);
    assertThat(new Release("0.1.0", COMMIT, true).commitAsBuilt()).isEqualTo(COMMIT + "-modified");
  }

  @Test
  void refusesWhatTheBuildDidNotFillIn() {
    assertThatThrownBy(() -> new Release("0.1.0", "${git.commit.id.full}", false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commit must be 40 hexadecimal digits or unknown");
  }

  @Test
  void thisProcessKnowsItsVersionUnlessItWasCompiledWithoutTheBuild() {
    Release release = Release.ofThisProcess();
    boolean built = Release.class.getResource("release.properties") != null;
    assertThat(release.version().matches("[0-9]+\\.[0-9]+\\.[0-9]+(-SNAPSHOT)?")).isEqualTo(built);
  }
}
