package io.fabula.pipelines.cli;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Prints, and keeps what was printed. */
final class TeeWriter extends PrintWriter {
  private final StringWriter kept;

  TeeWriter(PrintWriter target, StringWriter kept) {
    super(target, true);
    this.kept = kept;
  }

  @Override
  public void write(String text, int offset, int length) {
    super.write(text, offset, length);
    kept.write(text, offset, length);
  }

  @Override
  public void println() {
    super.println();
    kept.write("\n");
  }

  @Override
  public void println(String line) {
    print(line);
    println();
  }
}
