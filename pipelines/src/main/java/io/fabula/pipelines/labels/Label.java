package io.fabula.pipelines.labels;

import java.util.List;

/**
 * What somebody called a component or a behaviour.
 *
 * @param subject {@code IC3} or {@code behaviour-5}
 * @param name in a few words, such as {@code saw ahead}
 * @param sign which sign of a component has that meaning: {@code +}, {@code -} or empty
 * @param note why; may be empty
 * @param samples simulated rollouts that show it
 */
public record Label(String subject, String name, String sign, String note, List<Integer> samples) {
  private static final int LONGEST = 80;
  private static final String SUBJECT = "IC[0-9]{1,4}|behaviour-[0-9]{1,4}";

  public Label {
    samples = List.copyOf(samples);
    if (!isSubject(subject)) {
      throw new IllegalArgumentException(
          "a label is for a component such as IC3 or a behaviour such as behaviour-5, got "
              + subject);
    }
    if (name.isBlank() || name.length() > LONGEST || !name.equals(name.strip())) {
      throw new IllegalArgumentException(
          "a name must have 1 to " + LONGEST + " characters without spaces around, got " + name);
    }
    if (!sign.matches("[+-]?")) {
      throw new IllegalArgumentException("sign must be + or -, got " + sign);
    }
    for (int each : samples) {
      if (each < 0) throw new IllegalArgumentException("samples must be at least 0, got " + each);
    }
  }

  /** Whether it could be labelled. */
  public static boolean isSubject(String text) {
    return text.matches(SUBJECT);
  }

  /** Whether it is a component, not a behaviour. */
  public boolean component() {
    return subject.startsWith("IC");
  }

  /** The name with its sign, as it stands beside the subject. */
  public String words() {
    return sign.isEmpty() ? name : sign + " " + name;
  }
}
