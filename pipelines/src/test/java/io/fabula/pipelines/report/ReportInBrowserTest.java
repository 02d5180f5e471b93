package io.fabula.pipelines.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabula.analysis.figures.Figure;
import io.fabula.pipelines.web.Browser;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in Chromium without a window, opened from the file system. Skipped, and said so, where
 * there is no Chromium on the path or named by {@code FABULA_BROWSER}.
 */
class ReportInBrowserTest {
  private static final String FIGURES = "document.querySelectorAll('figure.figure')";

  @TempDir static Path directory;
  private static Browser browser;
  private static Browser.Tab tab;
  private static String address;

  @BeforeAll
  static void open() throws Exception {
    Optional<String> program = Browser.installed();
    assumeTrue(
        program.isPresent(), "no Chromium is installed: the report is not tried in a browser");
    Path page =
        ReportWriter.write(
            ReportSample.of(directory), directory.resolve("report"), Figure.Pictures.SVG);
    address = page.toUri().toString();
    browser = Browser.start(program.get(), directory.resolve("browser"));
    tab = browser.open(address);
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) browser.close();
  }

  @BeforeEach
  void again() throws Exception {
    tab.size(1280, 900);
    tab.scheme("light");
    tab.go(address);
  }

  /** The browser's own complaints include everything that the page's policy forbids. */
  @AfterEach
  void nothingWasForbidden() {
    assertThat(tab.complaints()).isEmpty();
  }

  /** Brings every figure near, and waits until all that can be drawn anew are. */
  private static void drawAll() throws Exception {
    tab.value(FIGURES + ".forEach(e => e.scrollIntoView())");
    tab.until(
        "[...%s].every(e => { if (!e.dataset.plot || e.dataset.drawn) return true;"
                .formatted(FIGURES)
            + " e.scrollIntoView(); return false; })");
  }

  @Test
  void everyFigureWithKnownMarksIsDrawnAnew() throws Exception {
    drawAll();
    int figures = tab.value(FIGURES + ".length").asInt();
    assertThat(figures).isGreaterThan(14);
    assertThat(tab.value("document.querySelectorAll('figure[data-drawn=yes]').length").asInt())
        .isEqualTo(figures - 1); // the surface stays a picture
    String empty =
        tab.text(
            "[...document.querySelectorAll('.drawn canvas')].filter(c => { const d ="
                + " c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + " return new Set(new Uint32Array(d.buffer)).size < 6; }).map(c =>"
                + " c.getAttribute('aria-label')).join()");
    assertThat(empty).isEmpty();
  }

  @Test
  void aFigureSaysTheNumbersThatOneGoesTo() throws Exception {
    tab.value("document.querySelector('[data-plot=losses-of-agents]').scrollIntoView()");
    tab.until("document.querySelector('[data-plot=losses-of-agents]').dataset.drawn === 'yes'");
    tab.value("document.querySelector('[data-plot=losses-of-agents] canvas').focus()");
    tab.key("ArrowRight");
    assertThat(tab.text("document.querySelector('.tip').innerText"))
        .contains("feature: gap", "method: trained", "value: 0.6", "low: 0.5", "high: 0.75");
    tab.key("Escape");
    assertThat(tab.value("document.querySelector('.tip').hidden").asBoolean()).isTrue();
  }

  @Test
  void whatIsPointedAtSaysItsNumbers() throws Exception {
    tab.value(
        "document.querySelector('[data-plot=readout-weights]').scrollIntoView({behavior: 'instant', block: 'center'})");
    tab.until("document.querySelector('[data-plot=readout-weights]').dataset.drawn === 'yes'");
    String place =
        tab.text(
            "(() => { const b = document.querySelector('[data-plot=readout-weights] canvas')"
                + ".getBoundingClientRect(); return (b.left + b.width / 2) + ' ' + (b.top +"
                + " b.height / 2); })()");
    double x = Double.parseDouble(place.split(" ", -1)[0]);
    double y = Double.parseDouble(place.split(" ", -1)[1]);
    tab.ask("Input.dispatchMouseEvent", Map.of("type", "mouseMoved", "x", x, "y", y));
    tab.until("!document.querySelector('.tip').hidden");
    assertThat(tab.text("document.querySelector('.tip').innerText"))
        .contains("row: ", "column: IC", "value: ");
  }

  @Test
  void theLegendTakesASeriesAway() throws Exception {
    tab.value("document.querySelector('[data-plot=effects]').scrollIntoView()");
    tab.until("document.querySelector('[data-plot=effects]').dataset.drawn === 'yes'");
    String visible =
        "Chart.getChart(document.querySelector('[data-plot=effects] canvas'))"
            + ".getVisibleDatasetCount()";
    int before = tab.value(visible).asInt();
    tab.value("document.querySelector('[data-plot=effects] .keys button').click()");
    assertThat(tab.value(visible).asInt()).isEqualTo(before - 1);
  }

  @Test
  void aFigureIsEnlargedWithItsNumbers() throws Exception {
    tab.value("document.querySelector('[data-plot=learning-curves]').scrollIntoView()");
    tab.until("document.querySelector('[data-plot=learning-curves]').dataset.drawn === 'yes'");
    tab.value("document.querySelector('[data-plot=learning-curves] .enlarge').click()");
    tab.until("document.querySelector('#enlarged tbody tr') !== null");
    assertThat(tab.text("document.getElementById('enlarged-title').textContent"))
        .isEqualTo("Learning curves");
    assertThat(tab.value("document.querySelectorAll('#enlarged tbody tr').length").asInt())
        .isEqualTo(120);
    assertThat(tab.value("document.querySelector('#enlarged canvas').offsetWidth").asInt())
        .isGreaterThan(1000);
    tab.click("enlarged-close");
    assertThat(tab.value("document.getElementById('enlarged').open").asBoolean()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({"light, 1280", "dark, 1280", "light, 390"})
  void axeFindsNothingAndNothingIsTooWide(String scheme, int width) throws Exception {
    tab.size(width, 900);
    tab.scheme(scheme);
    tab.go(address);
    drawAll();
    try (InputStream in = ReportInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      tab.value(
          new String(Objects.requireNonNull(in, "axe").readAllBytes(), StandardCharsets.UTF_8)
              + "; 0");
    }
    String axe =
        "axe.run(document, {resultTypes: ['violations'], preload: false}).then(r => r.passes.length + ' rules"
            + " passed' + r.violations.map(v => ' ' + v.id + ': ' + v.nodes.map(n => n.target +"
            + " ' ' + n.failureSummary).slice(0, 3)).join(''))";
    assertThat(tab.text(axe)).matches("[0-9]{2,} rules passed");
    assertThat(tab.value("document.documentElement.scrollWidth - innerWidth").asInt())
        .isLessThanOrEqualTo(0);
    tab.value("document.querySelector('.enlarge').click()");
    tab.until("document.querySelector('#enlarged canvas') !== null");
    assertThat(tab.text(axe)).matches("[0-9]{2,} rules passed");
  }

  /** Pictures come only now: they must not push away what was jumped to. */
  @ParameterizedTest
  @ValueSource(strings = {"#behaviours", "#settings", "#terms"})
  void linksOfTheContentsLand(String link) throws Exception {
    // a page that moves smoothly moves as long as the browser finds time to draw
    tab.ask(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-reduced-motion", "value", "reduce"))));
    tab.go(address + link);
    tab.until(
        "(() => { const e = document.querySelector(location.hash);"
            + "const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;"
            + "return end || Math.abs(e.getBoundingClientRect().top - 28) < 33; })()");
  }

  @Test
  void paperShowsPicturesAndTheFirstFrameOfEachClip() throws Exception {
    drawAll();
    tab.ask("Emulation.setEmulatedMedia", Map.of("media", "print"));
    assertThat(
            tab.text(
                "(() => { const seen = s => [...document.querySelectorAll(s)].filter(e =>"
                    + " e.offsetHeight > 20).length; return [seen('.video'), seen('.video"
                    + " video'), seen('.still'), seen('.figure img'), seen('.drawn'),"
                    + " seen('nav')].join(' '); })()"))
        .matches("(\\d+) 0 \\1 " + tab.value(FIGURES + ".length").asInt() + " 0 0");
    tab.ask("Emulation.setEmulatedMedia", Map.of("media", ""));
  }

  @Test
  void withoutScriptsAllPicturesAreThere() throws Exception {
    tab.ask("Emulation.setScriptExecutionDisabled", Map.of("value", true));
    try {
      tab.ask("Page.navigate", Map.of("url", address + "?plain"));
      String pictures = "document.querySelectorAll('.figure img').length";
      for (int i = 0; i < 1000 && tab.value(pictures).asInt() < 14; i++) Thread.onSpinWait();
      assertThat(tab.value(pictures).asInt()).isGreaterThan(14);
      assertThat(tab.value("document.querySelectorAll('.drawn').length").asInt()).isZero();
      assertThat(
              tab.value("[...document.querySelectorAll('.enlarge')].every(e => e.hidden)")
                  .asBoolean())
          .isTrue();
    } finally {
      tab.ask("Emulation.setScriptExecutionDisabled", Map.of("value", false));
    }
  }

  @Test
  void theCellsOfATableAreAFile() throws Exception {
    Path tables = directory.resolve("report/tables");
    try (Stream<Path> files = Files.list(tables)) {
      assertThat(files).hasSize(3);
    }
    assertThat(tables.resolve("mean-return-on-the-same-4-000-unseen-easy-levels.csv"))
        .content()
        .startsWith(
            "Policy,Return,95 % interval,Levels solved\n\"agent, seed 0\",7.31,7.17 .. 7.45");
  }
}
