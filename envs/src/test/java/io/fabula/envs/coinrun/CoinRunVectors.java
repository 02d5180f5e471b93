package io.fabula.envs.coinrun;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabula.envs.coinrun.CoinRunOptions.Distribution;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import java.util.zip.GZIPInputStream;

/**
 * Recordings of the original game: all files of {@code coinrun/} in the folder named by the system
 * property {@code fabula.vectors}, by default the copies in the test resources.
 */
final class CoinRunVectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CoinRunVectors() {}

  /** All cases listed under {@code field} in the files whose names match; at least one. */
  static List<JsonNode> cases(String namePattern, String field) {
    Path folder = folder();
    assertThat(folder).as("folder of recordings").isDirectory();
    try (Stream<Path> files = Files.list(folder)) {
      List<JsonNode> cases =
          files
              .filter(file -> file.getFileName().toString().matches(namePattern))
              .sorted()
              .map(CoinRunVectors::read)
              .flatMap(root -> spread(root, field))
              .toList();
      assertThat(cases).as("cases %s of %s in %s", field, namePattern, folder).isNotEmpty();
      return cases;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> spread(JsonNode root, String field) {
    return StreamSupport.stream(root.path(field).spliterator(), false)
        .peek(
            each -> {
              if (root.has("mode") && !each.has("mode")) {
                ((ObjectNode) each).set("mode", root.get("mode"));
              }
            });
  }

  private static Path folder() {
    String named = System.getProperty("fabula.vectors");
    try {
      Path all =
          named != null
              ? Path.of(named)
              : Path.of(CoinRunVectors.class.getResource("/vectors").toURI());
      return all.resolve("coinrun");
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static JsonNode read(Path file) {
    try (InputStream raw = Files.newInputStream(file);
        InputStream in = file.toString().endsWith(".gz") ? new GZIPInputStream(raw) : raw) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }

  /** The options that a case names, all else as in the original's defaults. */
  static CoinRunOptions options(JsonNode each) {
    Distribution distribution = Distribution.named(each.path("mode").asText("hard"));
    // exploration is the hard distribution on one level, and cases name their levels
    return CoinRunOptions.DEFAULT
        .withDistribution(distribution == Distribution.EASY ? distribution : Distribution.HARD)
        .withDebugMode(each.path("debug_mode").asInt(0))
        .withRestrictThemes(each.path("restrict_themes").asBoolean(false))
        .withPaintVelocityInfo(each.path("paint_vel_info").asBoolean(false))
        .withCenterAgent(each.path("center_agent").asBoolean(true));
  }

  /** Numbers as float32; they are written as the shortest decimals that parse back. */
  static float[] floats(JsonNode array) {
    float[] values = new float[array.size()];
    for (int i = 0; i < values.length; i++) values[i] = Float.parseFloat(array.get(i).asText());
    return values;
  }

  /** Actions written as one hexadecimal digit per step. */
  static int[] actions(JsonNode each) {
    return each.get("actions").asText().chars().map(c -> Character.digit(c, 16)).toArray();
  }
}
