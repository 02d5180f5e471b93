package io.fabula.pipelines.config;

import io.fabula.pipelines.problems.UsageProblem;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;

/** Decodes the text of a file that a user wrote, strictly. */
final class Utf8 {
  private static final char MARK = '\ufeff';

  private Utf8() {}

  /**
   * The text, without a byte order mark.
   *
   * @throws UsageProblem naming encoding or line if the bytes are not UTF-8
   */
  static String text(String origin, byte[] bytes) {
    if (bytes.length >= 2 && (isPair(bytes, 0xfe, 0xff) || isPair(bytes, 0xff, 0xfe))) {
      throw new UsageProblem(origin + " is in UTF-16; save it as UTF-8");
    }
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    ByteBuffer in = ByteBuffer.wrap(bytes);
    String text;
    try {
      text = decoder.decode(in).toString();
    } catch (CharacterCodingException e) {
      throw new UsageProblem(
          "%s, line %d: the byte 0x%02x is not UTF-8; save the file as UTF-8"
              .formatted(origin, line(bytes, in.position()), bytes[in.position()] & 0xff),
          e);
    }
    int nul = text.indexOf('\0');
    if (nul >= 0) {
      throw new UsageProblem(
          "%s, line %d: there is a zero byte; save the file as UTF-8"
              .formatted(
                  origin, 1 + text.substring(0, nul).chars().filter(c -> c == '\n').count()));
    }
    return !text.isEmpty() && text.charAt(0) == MARK ? text.substring(1) : text;
  }

  private static boolean isPair(byte[] bytes, int first, int second) {
    return (bytes[0] & 0xff) == first && (bytes[1] & 0xff) == second;
  }

  private static int line(byte[] bytes, int end) {
    int line = 1;
    for (int i = 0; i < end; i++) if (bytes[i] == '\n') line++;
    return line;
  }
}
