package io.fabula.pipelines.inspection;

import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What a store, or a stage in it, holds.
 *
 * @param location where the store is
 * @param titles of the columns
 * @param lines one per stage, or per artifact of a stage
 */
public record StoreInspection(String location, List<String> titles, List<List<String>> lines) {
  private static final int DEEPEST = 4;

  /** One line per stage. */
  public static StoreInspection of(Store store) {
    List<List<String>> lines = new ArrayList<>();
    for (String stage : store.stages()) {
      List<Manifest> complete = store.manifests(stage);
      long bytes = complete.stream().mapToLong(Manifest::bytes).sum();
      String latest = complete.isEmpty() ? "" : complete.get(0).start();
      lines.add(
          List.of(
              stage,
              Integer.toString(complete.size()),
              String.format(Locale.ROOT, "%,d", bytes),
              latest));
    }
    return new StoreInspection(
        store.location(), List.of("STAGE", "COMPLETE", "BYTES", "LATEST"), lines);
  }

  /** One line per complete artifact of a stage, the latest first. */
  public static StoreInspection ofStage(Store store, String stage) {
    List<List<String>> lines = new ArrayList<>();
    for (Manifest each : store.manifests(stage)) {
      lines.add(
          List.of(
              each.signature().hex(),
              Integer.toString(each.version()),
              String.format(Locale.ROOT, "%,d", each.rows()),
              String.format(Locale.ROOT, "%,d", each.bytes()),
              each.start()));
    }
    return new StoreInspection(
        store.location(), List.of("SIGNATURE", "VERSION", "ROWS", "BYTES", "MADE"), lines);
  }

  /** The directories of artifacts whose signatures begin so. */
  public static List<Path> artifacts(Store store, String beginning) {
    Path root = Path.of(store.location()).resolve("artifacts");
    if (!Files.isDirectory(root)) return List.of();
    try (Stream<Path> tree = Files.walk(root, DEEPEST, FileVisitOption.FOLLOW_LINKS)) {
      return tree.filter(each -> each.getFileName().toString().startsWith(beginning))
          .filter(each -> each.getFileName().toString().matches("[0-9a-f]{20}"))
          .filter(Files::isDirectory)
          .sorted()
          .toList();
    } catch (IOException e) {
      throw StoreProblem.of("list", root, e);
    } catch (UncheckedIOException e) {
      throw StoreProblem.of("list", root, e);
    }
  }
}
