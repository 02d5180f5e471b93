package io.fabula.pipelines.studies.scinet.tables;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lines in the formats of the original program's text logs, for tools that read those. */
public final class TextLogs {
  private TextLogs() {}

  /** A line of {@code results.txt}: an episode of an agent, from 0. */
  public static String episode(String time, int agent, double score, int length) {
    return String.format(
        Locale.ROOT, "%s, %s, %10.4f, %d", time, environment(agent), score, length);
  }

  /**
   * What the original prints of an episode.
   *
   * @param seconds since the training began
   * @param number of the episode
   */
  public static String episodeOnConsole(
      long seconds, int agent, long number, double score, int length) {
    return String.format(
        Locale.ROOT,
        "[ Time: %8d ]         [ Environment type: %5s ]    [ Episode #%8d with total Score %10.4f"
            + " and length %8d. ]",
        seconds,
        environment(agent),
        number,
        score,
        length);
  }

  /**
   * Which of two losses of a step.
   *
   * @see #loss
   */
  public enum Loss {
    POLICY("Policy"),
    AUTOENCODER("Autoencoder");

    private final String word;

    Loss(String word) {
      this.word = word;
    }
  }

  /**
   * A step as the original counts it.
   *
   * @param round from 1
   * @param agent from 0
   * @param agents how many
   * @param batch rows per step
   */
  public record Step(long round, int agent, int agents, int batch) {
    private long number() {
      return (round - 1) * agents + agent + 1;
    }

    /** Rows trained so far and one batch more, as the original counts them. */
    long training() {
      return (number() + 1) * batch;
    }

    /** The number of the log entry: each step makes two. */
    long entry(Loss loss) {
      return 2 * number() - (loss == Loss.POLICY ? 1 : 0);
    }
  }

  /** A line of {@code results_loss.txt}. */
  public static String loss(String time, Step step, Loss loss, double value) {
    return String.format(
        Locale.ROOT,
        "%s, %s, %s, %d, %10.8f",
        time,
        loss.word,
        environment(step.agent),
        step.training(),
        value);
  }

  /** What the original prints of a step. */
  public static String lossOnConsole(Step step, Loss loss, double value) {
    return String.format(
        Locale.ROOT,
        "[ Training #%12d ] [ Episode #%8d ] [ Loss for type: %6s ]    [ Trainer for type: %5s ]"
            + "    [ Loss: %10.8f. ]",
        step.training(),
        step.entry(loss),
        loss.word,
        environment(step.agent),
        value);
  }

  /**
   * A line of {@code selection.txt}.
   *
   * @param agent from 0, or -1 for the encoder
   */
  public static String noise(int agent, double[] values) {
    List<String> numbers = new ArrayList<>();
    for (double each : values) numbers.add(number(each));
    String name = agent < 0 ? "enc" : environment(agent);
    return name + ", [" + String.join(", ", numbers) + "]";
  }

  private static final List<RoundingMode> NEAREST_FIRST =
      List.of(RoundingMode.HALF_EVEN, RoundingMode.DOWN, RoundingMode.UP);

  /**
   * Java has done this by itself since version 19 only: before, some numbers got a digit more. At
   * powers of 2, whose lower neighbours are nearer, it may not be the nearest that says the number.
   */
  private static BigDecimal fewestDigits(double value) {
    for (int digits = 1; digits < 17; digits++) {
      for (RoundingMode mode : NEAREST_FIRST) {
        BigDecimal rounded = new BigDecimal(value, new MathContext(digits, mode));
        if (rounded.doubleValue() == value) return rounded;
      }
    }
    return new BigDecimal(value, new MathContext(17, RoundingMode.HALF_EVEN));
  }

  private static String environment(int agent) {
    return "env" + (agent + 1);
  }

  /** A number as Python prints it, with the fewest digits that say it. */
  static String number(double value) {
    BigDecimal exact = fewestDigits(value).stripTrailingZeros();
    int exponent = exact.precision() - exact.scale() - 1;
    if (value == 0 || (exponent >= -4 && exponent < 16)) {
      String plain = exact.toPlainString();
      return plain.contains(".") ? plain : plain + ".0";
    }
    String digits = exact.unscaledValue().abs().toString();
    String mantissa = digits.length() == 1 ? digits : digits.charAt(0) + "." + digits.substring(1);
    return String.format(
        Locale.ROOT,
        "%s%se%s%02d",
        value < 0 ? "-" : "",
        mantissa,
        exponent < 0 ? "-" : "+",
        Math.abs(exponent));
  }
}
