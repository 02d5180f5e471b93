package io.fabula.pipelines.inspection;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.TensorListing;
import io.fabula.model.weights.UnsupportedFileException;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.StoreProblem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What a safetensors file of ours or of another program holds.
 *
 * @param listing its header
 */
public record TensorInspection(TensorListing listing) {
  /**
   * Looks at a file.
   *
   * @throws DataProblem if it is damaged, or holds what is not supported
   * @throws StoreProblem if it cannot be read
   */
  public static TensorInspection of(Path file) {
    try {
      return new TensorInspection(TensorListing.read(file));
    } catch (DamagedFileException e) {
      throw DataProblem.damaged(e);
    } catch (UnsupportedFileException e) {
      throw DataProblem.unsupported(e);
    } catch (IOException e) {
      throw StoreProblem.of("read", Shown.escaped(file.toString()), e);
    } catch (OutOfMemoryError e) {
      throw DataProblem.tooLarge(file);
    }
  }

  /** The header as JSON. */
  public JsonNode tree() {
    return Json.tree(listing);
  }

  /** Lines for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    listing
        .metadata()
        .forEach((key, value) -> lines.add(Shown.value(key) + " = " + Shown.escaped(value)));
    for (TensorListing.Entry each : listing.tensors()) {
      lines.add("  " + Shown.value(each.name()) + ": " + each.dtype() + each.shape());
    }
    return lines;
  }
}
