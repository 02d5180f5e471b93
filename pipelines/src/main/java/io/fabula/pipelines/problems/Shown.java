package io.fabula.pipelines.problems;

/**
 * Text of files and users as it is shown in messages: control characters escaped, so that none
 * reaches the terminal, and long text cut short.
 */
public final class Shown {
  private static final int LONGEST = 80;

  private Shown() {}

  /** A value in a message: escaped, and at most 80 characters of it. */
  public static String value(String text) {
    if (text.length() <= LONGEST) return escaped(text);
    int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
    return escaped(text.substring(0, end)) + "... (" + text.length() + " characters)";
  }

  /**
   * The text with control characters as in Java source; also what changes the direction of writing
   * or has no width, since it makes text look like other text.
   */
  public static String escaped(String text) {
    StringBuilder shown = null;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isHarmful(c, text, i)) {
        if (shown != null) shown.append(c);
        continue;
      }
      if (shown == null) shown = new StringBuilder(text.substring(0, i));
      switch (c) {
        case '\n' -> shown.append("\\n");
        case '\r' -> shown.append("\\r");
        case '\t' -> shown.append("\\t");
        default -> shown.append("\\u%04x".formatted((int) c));
      }
    }
    return shown == null ? text : shown.toString();
  }

  private static boolean isHarmful(char c, String text, int at) {
    if (Character.isHighSurrogate(c)) {
      return at + 1 == text.length() || !Character.isLowSurrogate(text.charAt(at + 1));
    }
    if (Character.isLowSurrogate(c)) {
      return at == 0 || !Character.isHighSurrogate(text.charAt(at - 1));
    }
    int type = Character.getType(c);
    return type == Character.CONTROL
        || type == Character.FORMAT
        || type == Character.LINE_SEPARATOR
        || type == Character.PARAGRAPH_SEPARATOR;
  }
}
