package io.fabula.pipelines.labels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.report.Report;
import io.fabula.analysis.report.ReportBlock;
import io.fabula.pipelines.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelBookTest {
  private static final Label SAW =
      new Label("IC3", "saw ahead", "+", "see rollout 33", List.of(33));

  @TempDir Path directory;

  private LabelBook book(String signature) {
    return LabelBook.of(Store.at(directory.toString()), "interpret", "reduce", signature);
  }

  @Test
  void labelsAreKeptWithTheArtifactThatTheyBelongTo() {
    assertThat(book("0a").all()).isEmpty();
    book("0a").put(SAW);
    book("0a").put(new Label("behaviour-5", "waits", "", "", List.of()));
    assertThat(book("0a").all()).hasSize(2).contains(SAW);
    assertThat(book("0b").all()).as("other components").isEmpty();
    String before = book("0a").digest();
    assertThat(book("0a").remove("IC3")).isTrue();
    assertThat(book("0a").remove("IC3")).isFalse();
    assertThat(book("0a").find("IC3")).isEmpty();
    assertThat(book("0a").digest()).isNotEqualTo(before);
  }

  @Test
  void aFileThatIsNoneOfOursIsNamed() throws IOException {
    book("0a").put(SAW);
    Path file = directory.resolve("labels/interpret/reduce/0a.json");
    Files.writeString(file, "{\"labels\": [{\"subject\": \"x\"}]}");
    assertThatThrownBy(() -> book("0a")).hasMessageContaining("it holds no labels");
  }

  @Test
  void mistakesAreNamedInOneLine() {
    assertThatThrownBy(() -> new Label("PC3", "x", "", "", List.of()))
        .hasMessageContaining(
            "a component such as IC3 or a behaviour such as behaviour-5, got PC3");
    assertThatThrownBy(() -> new Label("IC3", " ", "", "", List.of()))
        .hasMessageContaining("a name must have 1 to 80 characters");
    assertThatThrownBy(() -> new Label("IC3", "x", "?", "", List.of()))
        .hasMessage("sign must be + or -, got ?");
  }

  @Test
  void namesStandBesideWhatTheyNameWhereverAReportHasIt() throws IOException {
    LabelledBlocks labelled =
        new LabelledBlocks(List.of(SAW, new Label("behaviour-1", "runs", "", "", List.of())));
    Report.Section section =
        labelled.section(
            new Report.Section(
                "Title",
                "IC3, IC33 and PIC3",
                List.of(
                    new ReportBlock.Heading("IC3 moves"),
                    new ReportBlock.Table(
                        "t", List.of("what"), List.of(List.of("Behaviour 1 and behaviour 12"))))));
    assertThat(section.lead()).isEqualTo("IC3 (+ saw ahead), IC33 and PIC3");
    assertThat(section.blocks())
        .containsExactly(
            new ReportBlock.Heading("IC3 (+ saw ahead) moves"),
            new ReportBlock.Table(
                "t", List.of("what"), List.of(List.of("Behaviour 1 (runs) and behaviour 12"))));
  }

  @Test
  void picturesGetTheNamesOfWhatTheyShow() throws IOException {
    Path picture = directory.resolve("some.svg");
    Files.writeString(
        picture,
        "<svg width=\"90\" height=\"40\" data-x=\"IC4\"><text>IC3</text><text>IC12</text></svg>");
    LabelledBlocks labelled =
        new LabelledBlocks(
            List.of(
                SAW,
                new Label("IC1", "pit < 4 cells", "", "", List.of()),
                new Label("IC4", "coin", "", "", List.of()),
                new Label("IC12", "left & right", "", "", List.of())));
    ReportBlock.Image image =
        (ReportBlock.Image)
            labelled.image(new ReportBlock.Image("t", "d", picture, List.of(), "source"));
    assertThat(image.names()).containsExactly("IC3: + saw ahead", "IC12: left & right");
  }
}
