package io.fabula.pipelines.studies.interpret.tables;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.problems.WorkProblem;
import org.junit.jupiter.api.Test;

/** Hidden states that the heap cannot hold are refused at once, with what to do about it. */
class RecordedStatesTest {
  private static final long FOUR_GIGABYTES = 4L << 30;

  @Test
  void fourGigabytesHoldThePublishedSize() {
    long longest = 4000L * 1000; // episodes looked at, each to CoinRun's step limit
    assertThatCode(() -> RecordedStates.requireHeap(longest, 64, FOUR_GIGABYTES))
        .doesNotThrowAnyException();
  }

  @Test
  void saysHowMuchOfTheHeapIsNeeded() {
    assertThatThrownBy(() -> RecordedStates.requireHeap(8_000_000, 64, FOUR_GIGABYTES))
        .isInstanceOf(WorkProblem.class)
        .hasMessage(
            "the hidden states of 8,000,000 recorded steps need 4.5 GB, and no more than 2.6 GB of"
                + " the Java heap is for them; lower reduction.episodes or set a larger"
                + " FABULA_HEAP");
    assertThatThrownBy(() -> RecordedStates.requireHeap(40_000_000, 64, Long.MAX_VALUE))
        .isInstanceOf(WorkProblem.class);
  }
}
