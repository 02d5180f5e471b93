package io.fabula.envs.text;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** The lines of a text in UTF-8, and the numbers in them. */
public final class Utf8Lines {
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9]+(\\.[0-9]*)?|\\.[0-9]+)([eE][-+]?[0-9]+)?");
  private static final Pattern WHOLE = Pattern.compile("[-+]?[0-9]{1,9}");

  private Utf8Lines() {}

  /**
   * The lines of a file, without a byte order mark.
   *
   * @throws IllegalArgumentException naming file and line if it is not UTF-8
   * @throws IOException if it cannot be read
   */
  public static List<String> read(Path file) throws IOException {
    return decode(file.toString(), Files.readAllBytes(file));
  }

  /**
   * The lines of a text, without a byte order mark.
   *
   * @param source where the text is from, for messages
   * @throws IllegalArgumentException naming source and line if it is not UTF-8
   */
  public static List<String> decode(String source, byte[] text) {
    ByteBuffer in = ByteBuffer.wrap(text);
    try {
      String decoded = StandardCharsets.UTF_8.newDecoder().decode(in).toString();
      return decoded.replaceFirst("^\ufeff", "").lines().toList();
    } catch (CharacterCodingException e) {
      int line = 1;
      for (int i = 0; i < in.position(); i++) if (text[i] == '\n') line++;
      throw new IllegalArgumentException(
          "%s, line %d: the byte 0x%02x is not UTF-8; save the file as UTF-8"
              .formatted(source, line, text[in.position()] & 0xff),
          e);
    }
  }

  /**
   * A finite number in base 10.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static double number(String text) {
    if (!NUMBER.matcher(text).matches()) {
      throw new IllegalArgumentException("expected a number, got " + quoted(text));
    }
    double value = Double.parseDouble(text);
    if (Double.isInfinite(value)) {
      throw new IllegalArgumentException("expected a finite number, got " + quoted(text));
    }
    return value;
  }

  /**
   * A whole number of at most nine digits.
   *
   * @throws IllegalArgumentException if the text is none
   */
  public static int whole(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException("expected a whole number, got " + quoted(text));
    }
    return Integer.parseInt(text);
  }

  /** The beginning of a text for a message; nothing in it moves a terminal's cursor. */
  public static String quoted(String text) {
    String shown = text.length() > 40 ? text.substring(0, 40) + "..." : text;
    return "\"" + shown.replaceAll("\\p{Cntrl}", "?") + "\"";
  }
}
