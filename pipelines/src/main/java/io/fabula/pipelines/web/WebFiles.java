package io.fabula.pipelines.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Objects;

/** Scripts and styles from the program's own files. */
public final class WebFiles {
  /** The chart library. */
  public static final String CHARTS = "chart.js";

  /** The script that loads data, which comes as scripts. */
  public static final String DATA = "data.js";

  /** The colours of all pages. */
  public static final String THEME = "theme.css";

  /** What pages written as files may load: what lies beside them, and no script within them. */
  public static final String POLICY =
      "default-src 'none'; script-src 'self' file:; style-src 'self' file:;"
          + " img-src 'self' file: data:; media-src 'self' file:; base-uri 'none';"
          + " form-action 'none'";

  private static final List<String> SHARED = List.of(CHARTS, DATA, THEME);

  private WebFiles() {}

  /**
   * A file of all pages, or of those of one package.
   *
   * @param owner beside which the file lies, unless it belongs to all pages
   * @param name of the file
   */
  public static byte[] read(Class<?> owner, String name) throws IOException {
    Class<?> beside = SHARED.contains(name) ? WebFiles.class : owner;
    try (InputStream in = beside.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name + " is missing from the jar").readAllBytes();
    }
  }
}
