package io.fabula.pipelines.analyses;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/**
 * Numbers that are chosen in words: {@code 33 39 56}, {@code 0 to 100} (without the last one), or
 * {@code all}.
 */
public final class Selection {
  private static final String ALL = "all";
  private static final String TO = "to";
  private static final int LONGEST = 9;

  private final String key;
  private final List<String> words;

  /**
   * Reads the words.
   *
   * @param key what is chosen, for messages
   * @param items each a number or several words, such as {@code 0 to 100}
   * @throws IllegalArgumentException naming the key, if they are no choice
   */
  public Selection(String key, List<String> items) {
    this.key = key;
    List<String> read = new ArrayList<>();
    for (String item : items) {
      for (String word : item.trim().split("[\\s,]+", -1)) if (!word.isEmpty()) read.add(word);
    }
    words = List.copyOf(read);
    of(Integer.MAX_VALUE, false);
  }

  /**
   * The chosen numbers, ascending.
   *
   * @param count how many there are: numbers must be below it
   * @throws IllegalArgumentException naming the key, if one is not
   */
  public List<Integer> of(int count) {
    return of(count, true);
  }

  private List<Integer> of(int count, boolean list) {
    if (words.isEmpty()) {
      throw new IllegalArgumentException(
          key + " must be numbers, a range such as 0 to 100, or all, got none");
    }
    TreeSet<Integer> chosen = new TreeSet<>();
    for (int i = 0; i < words.size(); i++) {
      if (words.get(i).equals(ALL)) {
        for (int n = 0; list && n < count; n++) chosen.add(n);
        continue;
      }
      int first = number(words.get(i), count);
      if (i + 2 < words.size() && words.get(i + 1).equals(TO)) {
        int end = number(words.get(i + 2), count == Integer.MAX_VALUE ? count : count + 1);
        if (end <= first) {
          throw new IllegalArgumentException(
              "%s must be ranges that rise, got %d to %d".formatted(key, first, end));
        }
        for (int n = first; list && n < end; n++) chosen.add(n);
        i += 2;
      } else {
        chosen.add(first);
      }
    }
    return List.copyOf(chosen);
  }

  private int number(String word, int count) {
    if (!word.matches("[0-9]{1," + LONGEST + "}")) {
      throw new IllegalArgumentException(
          "%s must be numbers, a range such as 0 to 100, or all, got %s".formatted(key, word));
    }
    int number = Integer.parseInt(word);
    if (number >= count) {
      throw new IllegalArgumentException("%s must be below %d, got %s".formatted(key, count, word));
    }
    return number;
  }
}
