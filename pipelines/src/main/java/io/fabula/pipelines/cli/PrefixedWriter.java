package io.fabula.pipelines.cli;

import java.io.PrintWriter;

/** Prints whole lines behind a prefix, for output of several runs side by side. */
final class PrefixedWriter extends PrintWriter {
  private final PrintWriter target;
  private final String prefix;

  PrefixedWriter(PrintWriter target, String prefix) {
    super(target);
    this.target = target;
    this.prefix = prefix;
  }

  @Override
  public void println(String line) {
    target.println(prefix + line);
  }
}
