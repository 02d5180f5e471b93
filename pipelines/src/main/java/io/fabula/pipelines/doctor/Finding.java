package io.fabula.pipelines.doctor;

/**
 * One thing that was looked at.
 *
 * @param what was looked at
 * @param verdict how it is
 * @param found what was found
 * @param advice what to do; empty where nothing has to be done
 */
public record Finding(String what, Verdict verdict, String found, String advice) {
  /** How something is. */
  public enum Verdict {
    /** As it should be. */
    GOOD,
    /** It works, but slower, or not for everything. */
    WARNING,
    /** Something would not work. */
    PROBLEM
  }

  static Finding good(String what, String found) {
    return new Finding(what, Verdict.GOOD, found, "");
  }

  static Finding warning(String what, String found, String advice) {
    return new Finding(what, Verdict.WARNING, found, advice);
  }

  static Finding problem(String what, String found, String advice) {
    return new Finding(what, Verdict.PROBLEM, found, advice);
  }
}
