package io.fabula.pipelines.runs;

import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sweep as its directory, beside those of its runs, describes it.
 *
 * @param id the name of its directory
 * @param last when its page was last written
 * @param runs the ids of its runs, in order
 * @param page of its report
 */
public record RecordedSweep(String id, Instant last, List<String> runs, Path page) {
  /** What the names of directories of sweeps begin with. */
  public static final String PREFIX = "sweep-";

  /** All sweeps of a store, the latest first. */
  public static List<RecordedSweep> all(Store store) {
    return beginningWith(store, PREFIX);
  }

  /** The sweeps whose ids begin so; the one with just this id alone, if there is one. */
  public static List<RecordedSweep> beginningWith(Store store, String name) {
    List<RecordedSweep> found = new ArrayList<>();
    for (String id : store.runs()) {
      Path report = store.run(id).report();
      Path numbers = report.resolve(SweepReport.CSV);
      if (!id.startsWith(PREFIX) || !id.startsWith(name) || !Files.isRegularFile(numbers)) continue;
      RecordedSweep sweep = read(id, numbers, report.resolve("index.html"));
      if (id.equals(name)) return List.of(sweep);
      found.add(sweep);
    }
    found.sort((a, b) -> b.last().compareTo(a.last()));
    return List.copyOf(found);
  }

  private static RecordedSweep read(String id, Path numbers, Path page) {
    try (Stream<String> lines = Files.lines(numbers)) {
      List<String> runs = lines.skip(1).map(line -> line.split(",", 2)[0]).distinct().toList();
      return new RecordedSweep(id, Files.getLastModifiedTime(numbers).toInstant(), runs, page);
    } catch (IOException e) {
      throw StoreProblem.of("read", numbers, e);
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("read", numbers, e);
    }
  }
}
