package io.fabula.pipelines.problems;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.ReadOnlyFileSystemException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The store cannot be used as it is: not writable, full, or in use by another process. */
public final class StoreProblem extends Problem {
  private static final long serialVersionUID = 1L;
  private static final Set<String> READING = Set.of("read", "list");

  public StoreProblem(String message) {
    super(message);
  }

  private StoreProblem(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * One line for what went wrong with a file.
   *
   * @param doing what was tried, such as {@code write}
   * @param file the file
   * @param e what was thrown
   */
  public static StoreProblem of(String doing, Object file, Exception e) {
    String reason = reason(e);
    if (isFull(reason)) return full(file.toString(), e);
    if (isTooLarge(reason)) return tooLarge(file.toString(), e);
    if (isForbidden(e, reason) && READING.contains(doing)) {
      return new StoreProblem(
          "cannot %s %s (permission denied); make it readable or remove it, and run again"
              .formatted(doing, file),
          e);
    }
    if (isForbidden(e, reason)) return notWritable(file.toString(), e);
    return new StoreProblem(
        "cannot %s %s (%s: %s)".formatted(doing, file, e.getClass().getSimpleName(), reason), e);
  }

  /** The line for a directory in which nothing can be written. */
  public static StoreProblem notWritable(String place, @Nullable Exception e) {
    String message = place + " is not writable; choose another place with --store=DIR";
    return e == null ? new StoreProblem(message) : new StoreProblem(message, e);
  }

  /** The problem of a disk that takes no more, if that is what is behind a failure. */
  public static Optional<StoreProblem> fullDisk(String place, Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (!(each instanceof IOException || each instanceof UncheckedIOException)) continue;
      String reason = reason((Exception) each);
      if (isFull(reason)) return Optional.of(full(place, failure));
      if (isTooLarge(reason)) return Optional.of(tooLarge(place, failure));
      if (isReadOnly(reason)) {
        return Optional.of(notWritable(place, (Exception) each));
      }
    }
    return Optional.empty();
  }

  private static StoreProblem full(String place, Throwable e) {
    return new StoreProblem(
        "the disk of " + place + " is full; free some space and run again, complete work is kept",
        e);
  }

  private static StoreProblem tooLarge(String place, Throwable e) {
    return new StoreProblem(
        "a file in "
            + place
            + " is larger than is allowed; raise the limit (ulimit -f) and run again, complete work"
            + " is kept",
        e);
  }

  private static boolean isReadOnly(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("read-only");
  }

  private static boolean isTooLarge(String reason) {
    return reason.toLowerCase(Locale.ROOT).contains("file too large");
  }

  private static String reason(Exception e) {
    return e instanceof FileSystemException broken && broken.getReason() != null
        ? broken.getReason()
        : String.valueOf(e.getMessage());
  }

  private static boolean isFull(String reason) {
    String folded = reason.toLowerCase(Locale.ROOT);
    return folded.contains("no space left") || folded.contains("quota exceeded");
  }

  private static boolean isForbidden(Exception e, String reason) {
    String folded = reason.toLowerCase(Locale.ROOT);
    return e instanceof AccessDeniedException
        || e instanceof ReadOnlyFileSystemException
        || folded.contains("read-only")
        || folded.contains("permission denied")
        || folded.contains("not permitted");
  }
}
