package io.fabula.pipelines.panel;

import io.fabula.pipelines.labels.Label;
import io.fabula.pipelines.labels.LabelBook;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The labels of what a panel shows, as they are in the store.
 *
 * @param bookOf the book that holds the label of a subject; empty if it can have none
 * @param books all books
 */
public record PanelLabels(
    Function<String, Optional<LabelBook>> bookOf, Supplier<List<LabelBook>> books) {
  /** None, and none can be given. */
  public static final PanelLabels NONE =
      new PanelLabels(subject -> Optional.empty(), () -> List.of());

  /** All labels. */
  List<Label> all() {
    List<Label> labels = new ArrayList<>();
    for (LabelBook each : books.get()) labels.addAll(each.all());
    return labels;
  }

  /**
   * Gives a label, or takes it away where its name is empty.
   *
   * @throws IllegalArgumentException if that cannot be; the message is for people
   */
  void save(Given given) {
    if (!Label.isSubject(given.subject())) {
      throw new IllegalArgumentException(
          "a label is for a component such as IC3 or a behaviour such as behaviour-5");
    }
    LabelBook book =
        bookOf
            .apply(given.subject())
            .orElseThrow(
                () -> new IllegalArgumentException("nothing here is called " + given.subject()));
    if (given.name().isBlank()) {
      book.remove(given.subject());
    } else {
      book.put(
          new Label(
              given.subject(), given.name().strip(), given.sign(), given.note(), given.samples()));
    }
  }

  /**
   * What somebody typed.
   *
   * @param subject such as {@code IC3}
   * @param name its name; empty takes the label away
   * @param sign {@code +}, {@code -} or empty
   * @param note why; may be empty
   * @param samples that show it
   */
  record Given(String subject, String name, String sign, String note, List<Integer> samples) {
    Given {
      if (note.length() > 2000) {
        throw new IllegalArgumentException(
            "a note must have at most 2000 characters, got " + note.length());
      }
      if (samples.size() > 100) {
        throw new IllegalArgumentException("samples must be at most 100, got " + samples.size());
      }
      samples = List.copyOf(samples);
    }
  }
}
