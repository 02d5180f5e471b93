package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** The recorded first and last physics step of each touch within an agent step. */
final class RecordedContacts {
  private RecordedContacts() {}

  /** Notes that a pair touches after a physics step, counted from 1. */
  static void note(Map<String, int[]> contacts, String pair, int step) {
    int[] span = contacts.computeIfAbsent(pair, key -> new int[] {step, step});
    span[1] = step;
  }

  /** Recorded step numbers hold within one step. */
  static void check(String where, JsonNode recorded, Map<String, int[]> actual) {
    for (JsonNode contact : recorded) {
      String pair = contact.get(0).asText();
      int[] span = actual.get(pair);
      assertThat(span).as("%s: touch of %s", where, pair).isNotNull();
      assertThat(span[0])
          .as("%s: first touch", where)
          .isCloseTo(contact.get(1).intValue(), within(1));
      assertThat(span[1])
          .as("%s: last touch", where)
          .isCloseTo(contact.get(2).intValue(), within(1));
    }
    assertThat(actual).as("%s: touching pairs", where).hasSize(recorded.size());
  }
}
