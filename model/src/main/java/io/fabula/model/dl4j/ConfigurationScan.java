package io.fabula.model.dl4j;

import io.fabula.model.weights.DamagedFileException;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import org.nd4j.shade.jackson.core.JsonFactory;
import org.nd4j.shade.jackson.core.JsonParser;
import org.nd4j.shade.jackson.core.JsonProcessingException;
import org.nd4j.shade.jackson.core.JsonToken;

/**
 * Looks through a configuration before the library makes objects of it: they may be of the
 * library's own classes only, because the JSON names the class of each.
 *
 * @param topLevel names of the fields of the outermost object
 */
record ConfigurationScan(Set<String> topLevel) {
  private static final Set<String> OWN = Set.of("org.deeplearning4j.nn.", "org.nd4j.linalg.");

  static ConfigurationScan of(String source, String json) throws IOException {
    Set<String> topLevel = new HashSet<>();
    try (JsonParser parser = new JsonFactory().createParser(json)) {
      int depth = 0;
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token.isStructStart()) depth++;
        if (token.isStructEnd()) depth--;
        if (token != JsonToken.FIELD_NAME) continue;
        if (depth == 1) topLevel.add(parser.getCurrentName());
        if (parser.getCurrentName().equals("@class")) {
          parser.nextToken();
          requireOwn(source, parser.getText());
        }
      }
      return new ConfigurationScan(topLevel);
    } catch (JsonProcessingException e) {
      throw damaged(source, "expected JSON, " + e.getOriginalMessage());
    }
  }

  private static void requireOwn(String source, String name) throws DamagedFileException {
    if (OWN.stream().noneMatch(name::startsWith)) {
      throw damaged(source, "class " + name + " is none of Deeplearning4j's own");
    }
  }

  static DamagedFileException damaged(String source, String problem) {
    return new DamagedFileException(source, "entry \"" + ModelZip.CONFIGURATION + "\"", problem);
  }

  /** Whether the configuration is that of a {@code ComputationGraph}. */
  boolean graph() {
    return topLevel.contains("networkInputs");
  }

  /** Whether the configuration is that of a {@code MultiLayerNetwork}. */
  boolean layers() {
    return topLevel.contains("confs");
  }
}
