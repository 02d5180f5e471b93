package io.fabula.pipelines.labels;

import io.fabula.model.files.AtomicFile;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.store.Digests;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The labels of what one artifact found: of the components of a reduction, or of the behaviours of
 * a clustering. They belong to the artifact, whichever run refers to it; other components, such as
 * those of another seed, have other labels.
 */
public final class LabelBook {
  private static final String DIRECTORY = "labels";

  private final Path file;
  private final Map<String, Label> labels = new TreeMap<>();

  /** The file's content. */
  record Content(List<Label> labels) {}

  private LabelBook(Path file) {
    this.file = file;
  }

  /**
   * The labels of an artifact, none if nobody gave any.
   *
   * @param signature of the artifact, in hexadecimal
   * @throws DataProblem if the file is none of ours
   */
  public static LabelBook of(Store store, String study, String stage, String signature) {
    Path file =
        Path.of(store.location())
            .resolve(DIRECTORY)
            .resolve(study)
            .resolve(stage)
            .resolve(signature + ".json");
    LabelBook book = new LabelBook(file);
    try {
      Content content = Json.read(Files.readAllBytes(file), Content.class);
      for (Label each : content.labels()) book.labels.put(each.subject(), each);
    } catch (NoSuchFileException e) {
      return book; // nobody gave any
    } catch (IOException | RuntimeException e) {
      throw new DataProblem(file, "it holds no labels", "repair or remove it");
    }
    return book;
  }

  /** All labels, by their subjects. */
  public Collection<Label> all() {
    return labels.values();
  }

  /** The label of a subject. */
  public Optional<Label> find(String subject) {
    return Optional.ofNullable(labels.get(subject));
  }

  /** Adds or replaces a label, and writes the book. */
  public void put(Label label) {
    labels.put(label.subject(), label);
    write();
  }

  /** Removes a label, and writes the book; whether there was one. */
  public boolean remove(String subject) {
    boolean there = labels.remove(subject) != null;
    if (there) write();
    return there;
  }

  private void write() {
    try {
      Files.createDirectories(file.getParent());
      AtomicFile.write(file, Json.pretty(new Content(List.copyOf(labels.values()))));
    } catch (IOException e) {
      throw StoreProblem.of("write", file, e);
    }
  }

  /** A digest of all labels. */
  public String digest() {
    return Digests.of(Json.canonical(List.copyOf(labels.values())));
  }
}
