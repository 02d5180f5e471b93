package io.fabula.pipelines.config;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * Reads numbers as people write them: {@code 1000}, {@code 1_000}, {@code 1e3}, {@code -.5}. What
 * other readers of YAML take as base 8 or 16 is refused, and so is what a type cannot hold. The
 * message of a {@link NumberFormatException} is a hint that goes behind the value.
 */
final class NumberText {
  private static final int LONGEST = 100;
  private static final int MOST_DIGITS = 25;
  private static final Pattern NUMBER =
      Pattern.compile("[-+]?([0-9][0-9_]*(\\.[0-9_]*)?|\\.[0-9][0-9_]*)([eE][-+]?[0-9]+)?");
  private static final Pattern LEADING_ZERO = Pattern.compile("[-+]?0[0-9_].*");
  private static final Pattern OTHER_BASE = Pattern.compile("[-+]?0[xXoObB][0-9a-fA-F_]+");

  private NumberText() {}

  /** Whether it is a number in base 2, 8 or 16, which is refused. */
  static boolean isOfOtherBase(String text) {
    return OTHER_BASE.matcher(text).matches();
  }

  static double toDouble(String text) {
    String plain = plain(text);
    double value = Double.parseDouble(plain);
    return within(value, plain, Double.MAX_VALUE);
  }

  static float toFloat(String text) {
    String plain = plain(text);
    float value = Float.parseFloat(plain);
    return (float) within(value, plain, Float.MAX_VALUE);
  }

  private static double within(double value, String plain, double most) {
    if (Double.isInfinite(value)) {
      throw new NumberFormatException(", which is beyond " + most);
    }
    boolean isZero = plain.replaceFirst("[eE].*", "").chars().noneMatch(c -> c >= '1' && c <= '9');
    if (value == 0 && !isZero) {
      throw new NumberFormatException(", which is too near to 0 to be held; write 0");
    }
    return value;
  }

  static long toLong(String text) {
    BigInteger whole = whole(text);
    if (whole.bitLength() > 63) throw new NumberFormatException(" (it has more than 64 bits)");
    return whole.longValue();
  }

  static int toInt(String text) {
    BigInteger whole = whole(text);
    if (whole.bitLength() > 31) throw new NumberFormatException(" (it has more than 32 bits)");
    return whole.intValue();
  }

  private static BigInteger whole(String text) {
    BigDecimal value;
    try {
      value = new BigDecimal(plain(text));
    } catch (ArithmeticException e) {
      throw new NumberFormatException(" (it has more than 64 bits)");
    }
    if (value.signum() == 0) return BigInteger.ZERO;
    if ((long) value.precision() - value.scale() > MOST_DIGITS) {
      throw new NumberFormatException(" (it has more than 64 bits)");
    }
    if ((long) value.precision() - value.scale() <= 0) throw new NumberFormatException("");
    try {
      return value.toBigIntegerExact();
    } catch (ArithmeticException e) {
      throw new NumberFormatException("");
    }
  }

  private static String plain(String text) {
    if (isOfOtherBase(text)) {
      throw new NumberFormatException("; write it in base 10");
    }
    if (text.length() > LONGEST || !NUMBER.matcher(text).matches()) {
      throw new NumberFormatException(hint(text));
    }
    if (LEADING_ZERO.matcher(text).matches()) {
      throw new NumberFormatException(
          "; write it without the leading 0, with which other programs read it in base 8");
    }
    return text.replace("_", "");
  }

  private static String hint(String text) {
    if (text.matches("[-+]?[0-9]+,[0-9]+([eE][-+]?[0-9]+)?")) return "; write a point, not a comma";
    if (text.matches("(?i)[-+]?\\.?(nan|inf|infinity)")) return ", which is not finite";
    return "";
  }
}
