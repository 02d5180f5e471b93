package io.fabula.analysis.figures;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;

/** Numbers as figures print them. */
final class FigureNumbers {
  private FigureNumbers() {}

  /** Round numbers within a range, about {@code count} of them, for an axis. */
  static List<Object> ticks(double low, double high, int count) {
    double span = high - low;
    List<Object> ticks = new ArrayList<>();
    if (!(span > 0)) {
      ticks.add(low);
      return ticks;
    }
    double unit = StrictMath.pow(10, Math.floor(StrictMath.log10(span / count)));
    double step = 10 * unit;
    for (double multiple : new double[] {1, 2, 5}) {
      if (span / (multiple * unit) <= count) {
        step = multiple * unit;
        break;
      }
    }
    for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + 1e-9 * span; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  /** The format of an axis with these ticks. */
  static String tickFormat(List<Object> ticks) {
    boolean whole = ticks.stream().allMatch(t -> (Double) t == Math.rint((Double) t));
    return whole ? "d" : ".2f";
  }

  /** Whole numbers within a range, at most {@code count} of them. */
  static List<Object> wholeTicks(int low, int high, int count) {
    List<Object> ticks = new ArrayList<>();
    for (Object tick : ticks(low, high, count)) {
      double value = (Double) tick;
      if (value == Math.rint(value)) ticks.add(value);
    }
    if (ticks.isEmpty()) ticks.add((double) low);
    return ticks;
  }

  /** Three significant digits, without an exponent. */
  static String brief(double value) {
    if (!Double.isFinite(value)) return "\u2013";
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
