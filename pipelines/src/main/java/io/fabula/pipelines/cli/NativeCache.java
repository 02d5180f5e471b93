package io.fabula.pipelines.cli;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where native libraries are kept between runs. A user without an entry in the system's list of
 * users, as in containers, has the home directory {@code ?}: a name that would be taken as one in
 * the working directory.
 */
final class NativeCache {
  private static final String PROPERTY = "org.bytedeco.javacpp.cachedir";

  private NativeCache() {}

  /** Chooses another place where the usual one cannot be; must be called before any is loaded. */
  static void place(Map<String, String> environment) {
    if (System.getProperty(PROPERTY) != null) return;
    properties(
            System.getProperty("user.home", ""),
            Path.of(System.getProperty("java.io.tmpdir", "/tmp")),
            environment)
        .forEach(System::setProperty);
  }

  /**
   * The properties to set.
   *
   * @param home what Java takes as home directory
   * @param temporary where there is neither a home nor a cache directory
   */
  static Map<String, String> properties(
      String home, Path temporary, Map<String, String> environment) {
    if (!home.isEmpty() && Path.of(home).isAbsolute()) return Map.of();
    Path other = absolute(environment, "HOME", temporary);
    Path caches = absolute(environment, "XDG_CACHE_HOME", other.resolve(".cache"));
    return Map.of(
        "user.home", other.toString(), PROPERTY, caches.resolve("fabula/native").toString());
  }

  private static Path absolute(Map<String, String> environment, String variable, Path otherwise) {
    String given = environment.getOrDefault(variable, "");
    return given.startsWith("/") ? Path.of(given) : otherwise;
  }
}
