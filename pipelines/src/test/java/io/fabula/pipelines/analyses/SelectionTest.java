package io.fabula.pipelines.analyses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
  private static List<Integer> chosen(int count, String... words) {
    return new Selection("sample_ids", List.of(words)).of(count);
  }

  @Test
  void numbersAreTakenAsTheyAreInRisingOrder() {
    assertThat(chosen(100, "84", "33", "39", "56", "33")).containsExactly(33, 39, 56, 84);
  }

  @Test
  void rangesLeaveOutTheirEndInEachOfTheirSpellings() {
    assertThat(chosen(100, "0 to 3")).containsExactly(0, 1, 2);
    assertThat(chosen(100, "0", "to", "3")).containsExactly(0, 1, 2);
    assertThat(chosen(100, "0, to, 3", "7")).containsExactly(0, 1, 2, 7);
    assertThat(chosen(3, "0 to 3")).as("to the end").containsExactly(0, 1, 2);
  }

  @Test
  void allAreAll() {
    assertThat(chosen(4, "all")).containsExactly(0, 1, 2, 3);
  }

  @Test
  void whatIsNoChoiceIsRefusedInOneLine() {
    assertThatThrownBy(() -> chosen(4)).hasMessageContaining("sample_ids must be numbers");
    assertThatThrownBy(() -> chosen(4, "4")).hasMessage("sample_ids must be below 4, got 4");
    assertThatThrownBy(() -> chosen(4, "0 to 5")).hasMessage("sample_ids must be below 5, got 5");
    assertThatThrownBy(() -> chosen(4, "3 to 1"))
        .hasMessage("sample_ids must be ranges that rise, got 3 to 1");
    assertThatThrownBy(() -> chosen(4, "-1"))
        .hasMessage("sample_ids must be numbers, a range such as 0 to 100, or all, got -1");
    assertThatThrownBy(() -> chosen(4, "1 to"))
        .hasMessage("sample_ids must be numbers, a range such as 0 to 100, or all, got to");
  }
}
