package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabula.pipelines.problems.DataProblem;
import io.fabula.pipelines.problems.UsageProblem;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The published panel's files, written and read. */
class OriginalFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir Path directory;

  private SyntheticView view() {
    return new SyntheticView(60, 18, Optional.empty());
  }

  private static JsonNode read(Path file) throws IOException {
    return JSON.readTree(file.toFile());
  }

  @Test
  void filesHaveThePublishedShape() throws IOException {
    JsonNode data = read(OriginalFormat.write(view(), directory, 5));
    assertThat(data.path("base_hx_loadings").size()).isEqualTo(600);
    assertThat(data.path("base_hx_loadings").get(0).size()).isEqualTo(16);
    assertThat(data.path("samples").size()).isEqualTo(5);
    JsonNode sample = data.path("samples").path("sample_00003");
    assertThat(sample.path("saliency_step").asInt()).isEqualTo(4);
    assertThat(sample.path("actions").size()).isEqualTo(10);
    for (String name :
        List.of(
            "hx_loadings",
            "grad_hx_value_loadings",
            "grad_hx_action_loadings",
            "grad_hx_hx_direction_0_loadings",
            "grad_hx_hx_direction_15_loadings")) {
      assertThat(sample.path(name).size()).as(name).isEqualTo(10);
      assertThat(sample.path(name).get(0).size()).as(name).isEqualTo(16);
    }
    assertThat(data.path("clusters").path("3").get(0).asText()).isEqualTo("sample_00003");
    for (String kind :
        List.of("obs", "sal_action", "sal_value", "sal_hx_direction_0", "sal_hx_direction_15")) {
      BufferedImage strip =
          ImageIO.read(directory.resolve("sample_00003").resolve(kind + ".png").toFile());
      assertThat(strip.getWidth()).as(kind).isEqualTo(640);
      assertThat(strip.getHeight()).as(kind).isEqualTo(64);
    }
    JsonNode extrema = read(directory.resolve("extrema.json"));
    for (String when : List.of("any", "saliency_step")) {
      for (String kind : List.of("high", "middle", "low")) {
        assertThat(extrema.path(when).path(kind).size()).isEqualTo(16);
      }
    }
  }

  @Test
  void whatIsWrittenIsReadAgain() throws IOException {
    SyntheticView written = view();
    OriginalFormat.write(written, directory.resolve("first"), 6);
    assertThat(OriginalReader.isOne(directory.resolve("first"))).isTrue();
    try (PanelView read = OriginalReader.open(directory.resolve("first"))) {
      assertThat(read.index().targets())
          .containsExactlyInAnyOrderElementsOf(written.index().targets());
      assertThat(read.index().targetStep()).isEqualTo(4);
      assertThat(read.loadings(0, 6)).containsExactly(written.loadings(0, 6));
      for (int t = 0; t < 18; t++) {
        int same = written.index().targets().indexOf(read.index().targets().get(t));
        assertThat(read.gradients(t, 0, 6)).containsExactly(written.gradients(same, 0, 6));
        assertThat(read.map(5, t).orElseThrow().image())
            .isEqualTo(written.map(5, same).orElseThrow().image());
      }
      assertThat(read.sample(5).frames().get(0).image())
          .isEqualTo(written.sample(5).frames().get(0).image());
      assertThat(read.index().groups()).hasSize(6);
      OriginalFormat.write(read, directory.resolve("again"), 6);
    }
    JsonNode first = read(directory.resolve("first/panel_data.json"));
    JsonNode again = read(directory.resolve("again/panel_data.json"));
    assertThat(again.path("base_hx_loadings")).isEqualTo(first.path("base_hx_loadings"));
    assertThat(again.path("samples").path("sample_00002").path("hx_loadings"))
        .isEqualTo(first.path("samples").path("sample_00002").path("hx_loadings"));
  }

  /** Older exports have no clusters, and a picture for each step. */
  @Test
  void olderExportsOpenToo() throws IOException {
    OriginalFormat.write(view(), directory, 2);
    Path strip = directory.resolve("sample_00000/obs.png");
    BufferedImage frames = ImageIO.read(strip.toFile());
    Files.delete(strip);
    Path folder = Files.createDirectories(directory.resolve("sample_00000/obs"));
    for (int t = 0; t < 10; t++) {
      BufferedImage frame = frames.getSubimage(64 * t, 0, 64, 64);
      ImageIO.write(frame, "png", folder.resolve(t + ".png").toFile());
    }
    try (PanelView read = OriginalReader.open(directory)) {
      assertThat(read.sample(0).frames().get(0).image())
          .isEqualTo(view().sample(0).frames().get(0).image());
      assertThat(read.sample(0).frames().get(0).frames()).isEqualTo(10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[]",
        "{\"samples\":{}}",
        "{\"samples\":{\"../../etc\":{\"hx_loadings\":[[1]]}}}",
        "{\"samples\":{\"a\":{\"hx_loadings\":[]}}}",
        "{\"samples\":{\"a\":{\"hx_loadings\":[[1,2],[3]]}}}",
        "{\"samples\":{\"a\":{\"hx_loadings\":[[\"x\"]]}}}",
        "{\"samples\":{\"a\":{\"hx_loadings\":[[1]],\"grad_hx_value_loadings\":[[1],[2]]}}}"
      })
  void damagedFilesAreSaid(String text) throws IOException {
    Files.writeString(directory.resolve("panel_data.json"), text);
    assertThatThrownBy(() -> OriginalReader.open(directory))
        .isInstanceOf(DataProblem.class)
        .hasMessageContaining("panel_data.json");
  }

  @Test
  void somethingElseIsNotOverwritten() throws IOException {
    Files.writeString(directory.resolve("thesis.txt"), "mine");
    assertThatThrownBy(() -> OriginalFormat.write(view(), directory, 1))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("is not empty");
  }
}
