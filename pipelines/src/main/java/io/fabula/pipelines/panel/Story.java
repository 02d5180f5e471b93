package io.fabula.pipelines.panel;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found out about something, with its evidence.
 *
 * @param about a group's id, or empty where it is about the whole run
 * @param title in a few words
 * @param shown the verdict, or null where there is none to give
 * @param verdict the verdict with its reason
 * @param text paragraphs
 * @param evidence the numbers
 */
public record Story(
    String about,
    String title,
    @Nullable Boolean shown,
    String verdict,
    List<String> text,
    List<PanelTable> evidence) {
  public Story {
    text = List.copyOf(text);
    evidence = List.copyOf(evidence);
  }
}
