package io.fabula.pipelines.release;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/**
 * What this program was built from.
 *
 * @param version such as {@code 0.1.0}, or {@value #UNKNOWN} when the classes were compiled without
 *     the build
 * @param commit the commit's 40 hexadecimal digits, or {@value #UNKNOWN} when the build saw no Git
 *     repository
 * @param modified whether files of the repository differed from that commit
 */
public record Release(String version, String commit, boolean modified) {
  /** What stands for a version or commit that nobody knows. */
  public static final String UNKNOWN = "unknown";

  private static final String COMMIT = "[0-9a-f]{40}";
  private static final String FILE = "release.properties";
  private static final int SHORT_DIGITS = 12;
  private static final Release THIS = read();

  /** Checks the version and the commit. */
  public Release {
    if (version.isBlank()) throw new IllegalArgumentException("version must not be blank");
    if (!commit.matches(COMMIT) && !commit.equals(UNKNOWN)) {
      throw new IllegalArgumentException(
          "commit must be 40 hexadecimal digits or %s, got %s".formatted(UNKNOWN, commit));
    }
  }

  /** That of the program that is running. */
  public static Release ofThisProcess() {
    return THIS;
  }

  private static Release read() {
    Properties properties = new Properties();
    try (InputStream in = Release.class.getResourceAsStream(FILE)) {
      if (in != null) properties.load(in);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + FILE, e);
    }
    String commit = properties.getProperty("commit", UNKNOWN);
    return new Release(
        properties.getProperty("version", UNKNOWN),
        commit.matches(COMMIT) ? commit : UNKNOWN, // not filled in where there is no git
        Boolean.parseBoolean(properties.getProperty("modified")));
  }

  /**
   * The commit as manifests hold it: all digits, and {@code "-modified"} when what was built was
   * not just that.
   */
  public String commitAsBuilt() {
    return modified ? commit + "-modified" : commit;
  }

  /** For people: {@code "0.1.0, commit 0123456789ab"}. */
  @Override
  public String toString() {
    if (commit.equals(UNKNOWN)) return version + ", commit unknown";
    String digits = commit.substring(0, SHORT_DIGITS);
    return version + ", commit " + digits + (modified ? " with changes" : "");
  }
}
