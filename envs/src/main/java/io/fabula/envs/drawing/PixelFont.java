package io.fabula.envs.drawing;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Letters of 5 x 7 pixels, drawn by hand: the same on every machine, and there on machines without
 * fonts.
 */
final class PixelFont {
  static final int WIDTH = 5;
  static final int HEIGHT = 7;

  /** Each glyph as seven rows of five bits, two hexadecimal digits a row, the top row first. */
  private static final Map<Character, long[]> GLYPHS = new HashMap<>();

  static {
    define('A', "0E11111F111111");
    define('B', "1E11111E11111E");
    define('C', "0E11101010110E");
    define('D', "1E11111111111E");
    define('E', "1F10101E10101F");
    define('F', "1F10101E101010");
    define('G', "0E11101711110F");
    define('H', "1111111F111111");
    define('I', "0E04040404040E");
    define('J', "0702020202120C");
    define('K', "11121418141211");
    define('L', "1010101010101F");
    define('M', "111B1515111111");
    define('N', "11191513111111");
    define('O', "0E11111111110E");
    define('P', "1E11111E101010");
    define('Q', "0E11111115120D");
    define('R', "1E11111E141211");
    define('S', "0F10100E01011E");
    define('T', "1F040404040404");
    define('U', "1111111111110E");
    define('V', "11111111110A04");
    define('W', "11111115151B11");
    define('X', "11110A040A1111");
    define('Y', "11110A04040404");
    define('Z', "1F01020408101F");
    define('0', "0E11131519110E");
    define('1', "040C040404040E");
    define('2', "0E11010204081F");
    define('3', "1F02040201110E");
    define('4', "02060A121F0202");
    define('5', "1F101E0101110E");
    define('6', "0608101E11110E");
    define('7', "1F010204080808");
    define('8', "0E11110E11110E");
    define('9', "0E11110F01020C");
    define('.', "00000000000C0C");
    define(',', "000000000C0408");
    define(':', "000C0C000C0C00");
    define('=', "00001F001F0000");
    define('+', "0004041F040400");
    define('-', "0000001F000000");
    define('/', "00010204081000");
    define('(', "02040808080402");
    define(')', "08040202020408");
    define('%', "18190204081303");
    define('!', "04040404040004");
    define('?', "0E110102040004");
    define('<', "02040810080402");
    define('>', "08040201020408");
    define(' ', "00000000000000");
  }

  private PixelFont() {}

  /** Whether the pixel is part of the letter; letters without a glyph are drawn as '?'. */
  static boolean covers(char letter, int x, int y) {
    long[] rows = GLYPHS.get(letter);
    if (rows == null) rows = GLYPHS.get(Character.toUpperCase(letter));
    if (rows == null) rows = GLYPHS.get('?');
    return rows != null && (rows[y] >> (WIDTH - 1 - x) & 1) != 0;
  }

  private static void define(char letter, String hexadecimal) {
    long[] rows = new long[HEIGHT];
    for (int y = 0; y < HEIGHT; y++) {
      rows[y] = Long.parseLong(hexadecimal.toLowerCase(Locale.ROOT), 2 * y, 2 * y + 2, 16);
    }
    GLYPHS.put(letter, rows);
  }
}
