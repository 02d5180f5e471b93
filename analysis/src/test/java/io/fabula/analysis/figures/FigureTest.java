package io.fabula.analysis.figures;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.analysis.Matrix;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class FigureTest {
  @Test
  void everyFigureIsWellFormedRepeatableAndHasItsNumbers() throws Exception {
    Path folder = Files.createDirectories(Path.of("target", "figures"));
    List<Figure> first = FigureGallery.all();
    List<Figure> second = FigureGallery.all();
    Set<String> names = new HashSet<>();
    for (int i = 0; i < first.size(); i++) {
      Figure figure = first.get(i);
      assertThat(names.add(figure.name())).as(figure.name()).isTrue();
      String svg = figure.svg();
      assertThat(svg).isEqualTo(second.get(i).svg()).doesNotContain("Error");
      DocumentBuilderFactory.newInstance()
          .newDocumentBuilder()
          .parse(new InputSource(new StringReader(svg)));
      assertThat(figure.data().rows()).isPositive();
      assertThat(figure.data().toCsv().lines().count()).isEqualTo(figure.data().rows() + 1);
      boolean both = i < 2; // PNG is slow, and drawn by the same code for all
      figure.writeTo(folder, both ? Figure.Pictures.SVG_AND_PNG : Figure.Pictures.SVG);
      assertThat(folder.resolve(figure.name() + ".svg")).hasContent(svg);
      if (!both) continue;
      byte[] png = Files.readAllBytes(folder.resolve(figure.name() + ".png"));
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth())
          .isEqualTo(2 * figure.width());
    }
  }

  @Test
  void otherWordsStandInTheDrawingToo() {
    Figure figure = FigureGallery.all().get(0).described("other", "Quite another", "Said anew.");
    assertThat(figure.svg()).contains("Quite another");
    assertThat(figure.svg()).doesNotContain(FigureGallery.all().get(0).title());
    assertThat(figure.name()).isEqualTo("other");
  }

  @Test
  void coursesAreJoinedByArrowsAndClustersAreNot() {
    Matrix points = new Matrix(4, 2, new double[] {0, 0, 1, 1, 2, 0, 3, 1});
    PanelMaps.Words words = new PanelMaps.Words("w", "Title", "Said.", "x", "y");
    String joined =
        PanelMaps.of(words, points, 10, List.of(new PanelMaps.Panel("one", points, true))).svg();
    String apart =
        PanelMaps.of(
                words,
                points,
                10,
                List.of(
                    new PanelMaps.Panel("later", points, false),
                    new PanelMaps.Panel("earlier", points, false)))
            .svg();
    String single =
        PanelMaps.of(words, points, 10, List.of(new PanelMaps.Panel("one", points, false))).svg();
    assertThat(drawn(joined)).isGreaterThanOrEqualTo(drawn(single) + 3);
    assertThat(apart.indexOf("later")).isPositive().isLessThan(apart.indexOf("earlier"));
  }

  /** How many lines and outlines a drawing has. */
  private static int drawn(String svg) {
    return svg.split("<line|<path", -1).length;
  }

  /** A line needs two points. */
  @Test
  void longNamesOfAxesAreWhole() throws Exception {
    List<String> names =
        List.of("outcome: ends at last <alive>", "outcome: ends at last with the coin", "short");
    List<EffectIntervals.Estimate> estimates = new ArrayList<>();
    List<FeatureBars.Bar> bars = new ArrayList<>();
    for (String each : names) {
      estimates.add(new EffectIntervals.Estimate(each, "run", 1, 0, 2, Double.NaN));
      bars.add(FeatureBars.Bar.of(each, each, 1));
    }
    Figure beside =
        EffectIntervals.of(estimates, new EffectIntervals.Words("beside", "Title", "", "x"));
    Figure below = FeatureBars.of(bars, new SeedBands.Words("below", "Title", "x", "y"), "");
    for (Figure figure : List.of(beside, below)) {
      Document page =
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(new InputSource(new StringReader(figure.svg())));
      List<String> texts = new ArrayList<>();
      NodeList nodes = page.getElementsByTagName("text");
      for (int i = 0; i < nodes.getLength(); i++) {
        List<String> lines = new ArrayList<>();
        NodeList spans = nodes.item(i).getChildNodes();
        for (int k = 0; k < spans.getLength(); k++) {
          String line = spans.item(k).getTextContent().strip();
          if (!line.isEmpty()) lines.add(line);
        }
        texts.add(String.join(" ", lines));
      }
      assertThat(texts).as(figure.name()).containsAll(names);
      assertThat(String.join(" ", texts)).doesNotContain("..", "nnnn");
    }
  }

  @Test
  void aSingleMeasurementIsSeen() {
    double[] frames = {256};
    double[] loss = {0.5};
    String curve =
        LearningCurve.of(
                List.of(new LearningCurve.Curve("training", "seed 1", frames, new double[] {7})),
                List.of(),
                10)
            .svg();
    String losses =
        TrainingLosses.of("simulator", List.of(new TrainingLosses.Term("loss", frames, loss)))
            .svg();
    assertThat(curve.split("<circle", -1).length).isGreaterThan(1);
    assertThat(losses.split("<circle", -1).length).isGreaterThan(1);
  }

  @Test
  void lossesAreDrawnInTheOrderInWhichTheyAreGiven() {
    double[] steps = {1, 2};
    double[] values = {3, 4};
    Figure figure =
        TrainingLosses.of(
            "simulator",
            List.of(
                new TrainingLosses.Term("total", steps, values),
                new TrainingLosses.Term("image", steps, values),
                new TrainingLosses.Term("reward", steps, values)));
    assertThat(figure.svg().replaceAll("[\\s\u200b]+", ""))
        .containsSubsequence(">total<", ">image<", ">reward<");
    assertThat(figure.data().toCsv()).containsSubsequence("total,", "image,", "reward,");
  }

  @Test
  void aCurveThatIsNotThereIsNotDescribed() {
    Figure figure =
        LearningCurve.of(
            List.of(
                new LearningCurve.Curve(
                    "training", "seed 1", new double[] {256}, new double[] {Double.NaN})),
            List.of(new LearningCurve.Reference("random", 2.5)),
            10);
    assertThat(figure.description())
        .isEqualTo(
            "No return was measured over training: no episode ended. Dashed lines are reference"
                + " policies.");
  }

  @Test
  void numbersAreWrittenExactlyAndMissingOnesLeftEmpty() {
    FigureData data = new FigureData("name, quoted", "value");
    data.add("a \"b\"", 0.1);
    data.add("c", Double.NaN);
    data.add("d", 3.0);
    data.add("e", 4);
    assertThat(data.toCsv())
        .isEqualTo("\"name, quoted\",value\n\"a \"\"b\"\"\",0.1\nc,\nd,3\ne,4\n");
    assertThatThrownBy(() -> data.add("f")).hasMessage("a row needs 2 values, got 1");
  }

  @Test
  void identifiersAreNumberedInOrderOfAppearance() {
    assertThat(
            FigureDrawing.withStableIdentifiers(
                "<style>#dX1 .a{}</style><g id=\"dX1\"><clipPath id=\"q9\"/>"
                    + "<g clip-path=\"url(#q9)\"/></g>"))
        .isEqualTo(
            "<style>#f0 .a{}</style><g id=\"f0\"><clipPath id=\"f1\"/>"
                + "<g clip-path=\"url(#f1)\"/></g>");
  }

  @Test
  void panelsOfReactionsStandInTheOrderInWhichTheyCome() {
    String svg =
        FigureGallery.all().stream()
            .filter(each -> each.name().equals("reactions-saw"))
            .findFirst()
            .orElseThrow()
            .svg();
    assertThat(svg.indexOf("add-saw, near")).isPositive();
    assertThat(svg.indexOf("add-saw, near")).isLessThan(svg.indexOf("add-saw, far"));
  }

  /** What a page draws anew has the figure's own numbers; surfaces stay pictures. */
  @Test
  void plotsHoldWhatIsDrawn() {
    for (Figure each : FigureGallery.all()) {
      boolean surface = each.name().equals("surfaces");
      assertThat(each.plot().isEmpty()).as(each.name()).isEqualTo(surface);
      assertThat(each.plot()).isEqualTo(each.plot());
      each.plot()
          .ifPresent(
              plot -> {
                assertThat(plot).containsKeys("layers", "data", "scales", "legend", "subtitle");
                assertThat(plot).containsEntry("width", (Object) each.width());
              });
    }
  }
}
