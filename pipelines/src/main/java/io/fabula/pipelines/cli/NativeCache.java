package io.fabula.pipelines.cli;

import io.fabula.pipelines.doctor.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Where native libraries are kept between runs, and where those that are unpacked for one run only
 * lie.
 *
 * <p>A user without an entry in the system's list of users, as in containers, has the home
 * directory {@code ?}: a name that would be taken as one in the working directory. What a process
 * unpacked it deletes when it ends, but not when it is killed; so all of it lies in one directory,
 * and the next process deletes what is old there. A library that is loaded does not need its file.
 */
final class NativeCache {
  private static final String CACHE = "org.bytedeco.javacpp.cachedir";
  private static final String SNAPPY = "org.xerial.snappy.tempdir";
  private static final String ZSTD = "ZstdTempFolder";
  private static final String UNPACKED = "unpacked";
  private static final Duration LEFT_OVER = Duration.ofMinutes(10);

  private NativeCache() {}

  /** Chooses the places; must be called before any library is loaded. */
  static void place(Map<String, String> environment) {
    String home = System.getProperty("user.home", "");
    Path temporary = TemporaryDirectory.path();
    Path usual = caches(home, temporary, environment);
    Path caches = takes(usual) ? usual : temporary.resolve(ownName());
    Path unpacked = caches.resolve(UNPACKED);
    if (!takes(unpacked)) return; // whatever needs a library says what is wrong
    properties(home, usual, caches)
        .forEach((name, value) -> System.getProperties().putIfAbsent(name, value));
    if (!isPlace(home)) System.setProperty("user.home", home(caches, environment));
    sweep(unpacked, Instant.now().minus(LEFT_OVER));
  }

  /**
   * The properties to set where they are not.
   *
   * @param home what Java takes as home directory
   * @param usual where caches usually are
   * @param caches where they are now
   */
  static Map<String, String> properties(String home, Path usual, Path caches) {
    String unpacked = caches.resolve(UNPACKED).toString();
    Map<String, String> properties = new HashMap<>(Map.of(SNAPPY, unpacked, ZSTD, unpacked));
    if (!isPlace(home) || !caches.equals(usual)) {
      properties.put(CACHE, caches.resolve("native").toString());
    }
    return properties;
  }

  /** A home directory for a user who has none. */
  static String home(Path caches, Map<String, String> environment) {
    String given = environment.getOrDefault("HOME", "");
    return isPlace(given) ? given : caches.toString();
  }

  /** Where this user's caches of this program are. */
  static Path caches(String home, Path temporary, Map<String, String> environment) {
    String given = environment.getOrDefault("XDG_CACHE_HOME", "");
    if (isPlace(given)) return Path.of(given, "fabula");
    String usual = isPlace(home) ? home : environment.getOrDefault("HOME", "");
    if (isPlace(usual)) return Path.of(usual, ".cache", "fabula");
    return temporary.resolve(ownName());
  }

  /** Users without a name are told apart by their number. */
  private static String ownName() {
    try {
      return "fabula-" + Files.getAttribute(Path.of("/proc/self"), "unix:uid");
    } catch (IOException | UnsupportedOperationException | IllegalArgumentException e) {
      return "fabula-" + System.getProperty("user.name", "unknown").replaceAll("\\W", "_");
    }
  }

  private static boolean isPlace(String path) {
    return !path.isEmpty() && Path.of(path).isAbsolute();
  }

  /** Whether it is there or can be made, is this user's own, and programs in it can be loaded. */
  private static boolean takes(Path directory) {
    try {
      Files.createDirectories(directory);
      Path probe = Files.createTempFile(directory, "owner", ".probe");
      try {
        return Files.getOwner(probe).equals(Files.getOwner(directory))
            && TemporaryDirectory.takesPrograms(directory);
      } finally {
        Files.deleteIfExists(probe);
      }
    } catch (IOException e) {
      return false;
    }
  }

  /** Deletes what was left before a moment. */
  static void sweep(Path directory, Instant before) {
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        if (Files.isRegularFile(each)
            && Files.getLastModifiedTime(each).toInstant().isBefore(before)) {
          Files.deleteIfExists(each);
        }
      }
    } catch (IOException e) {
      return; // another process sweeps too; the next one tries again
    }
  }
}
