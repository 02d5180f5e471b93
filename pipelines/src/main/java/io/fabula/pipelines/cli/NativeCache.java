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
    String home = System.getProperty("user.home", "");
    if (Path.of(home).isAbsolute() || System.getProperty(PROPERTY) != null) return;
    Path other = absolute(environment, "HOME", Path.of(System.getProperty("java.io.tmpdir")));
    Path caches = absolute(environment, "XDG_CACHE_HOME", other.resolve(".cache"));
    System.setProperty("user.home", other.toString());
    System.setProperty(PROPERTY, caches.resolve("fabula").resolve("native").toString());
  }

  private static Path absolute(Map<String, String> environment, String variable, Path otherwise) {
    String given = environment.getOrDefault(variable, "");
    return given.startsWith("/") ? Path.of(given) : otherwise;
  }
}
