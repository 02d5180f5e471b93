package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabula.pipelines.labels.LabelBook;
import io.fabula.pipelines.panel.live.GridTwins;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.web.Browser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The panel in Chromium without a window, served and written. Skipped, and said so, where there is
 * no Chromium on the path or named by {@code FABULA_BROWSER}.
 */
class PanelInBrowserTest {
  @TempDir static Path directory;
  private static Browser browser;
  private static GridTwins twins;
  private static PanelServer server;
  private static Browser.Tab tab;
  private static Store store;

  @BeforeAll
  static void open() throws Exception {
    Optional<String> program = Browser.installed();
    assumeTrue(
        program.isPresent(), "no Chromium is installed: the panel is not tried in a browser");
    twins = new GridTwins();
    store = Store.at(directory.resolve("store").toString());
    server =
        PanelServer.start(
            new SyntheticView(20, 4, Optional.of(twins)), PanelServerTest.labels(store), 0);
    browser = Browser.start(program.get(), directory.resolve("browser"));
    tab = browser.open(server.address());
  }

  @AfterAll
  static void close() throws Exception {
    if (browser != null) browser.close();
    if (server != null) server.close();
    if (twins != null) twins.close();
  }

  /** The browser's own complaints include everything that the page's policy forbids. */
  @AfterEach
  void nothingWasForbidden() {
    assertThat(tab.complaints()).isEmpty();
  }

  private static void at(String state) throws Exception {
    tab.go(server.address() + "#" + state);
  }

  @Test
  void theFirstViewIsThere() throws Exception {
    at("");
    assertThat(tab.text("document.getElementById('counter').textContent"))
        .isEqualTo("step 5 of 10");
    assertThat(tab.text("document.querySelector('h1').textContent"))
        .isEqualTo("What <moves> the agent's memory");
    assertThat(tab.value("document.querySelectorAll('#frames canvas').length").asInt())
        .isEqualTo(2);
    assertThat(tab.text("document.getElementById('count').textContent"))
        .isEqualTo("20/20 samples adhere to all filters");
    assertThat(tab.text("document.getElementById('bars').getAttribute('aria-label')"))
        .startsWith("Components at step 5: IC0 ");
    assertThat(drawn("frames", 0)).isTrue();
    assertThat(drawn("map", 0)).isTrue();
  }

  /** Whether a canvas shows more than one colour. */
  private static boolean drawn(String holder, int number) throws Exception {
    return tab.value(
            "(() => { const c = document.querySelectorAll('#%s canvas')[%d];"
                    .formatted(holder, number)
                + "const d = c.getContext('2d').getImageData(0, 0, c.width, c.height).data;"
                + "return new Set(new Uint32Array(d.buffer)).size > 10; })()")
        .asBoolean();
  }

  @Test
  void keysStepAndChoose() throws Exception {
    at("");
    tab.key("ArrowRight");
    tab.until("document.getElementById('counter').textContent === 'step 6 of 10'");
    tab.key("ArrowLeft");
    tab.key("ArrowLeft");
    tab.until("document.getElementById('counter').textContent === 'step 4 of 10'");
    tab.key("ArrowDown");
    tab.until("document.getElementById('sample').value === '1'");
    assertThat(tab.text("location.hash")).contains("sample=sample_00001").contains("step=4");
    tab.click("last");
    tab.click("forward");
    tab.until("document.getElementById('counter').textContent === 'step 1 of 10'");
  }

  @Test
  void playingGoesRoundUntilItIsPaused() throws Exception {
    at("step=8");
    tab.click("play");
    tab.until("document.getElementById('counter').textContent === 'step 10 of 10'");
    tab.until("document.getElementById('counter').textContent === 'step 1 of 10'");
    tab.click("play");
    assertThat(tab.text("document.getElementById('play').getAttribute('aria-pressed')"))
        .isEqualTo("false");
  }

  @Test
  void aLinkIsTheWholeState() throws Exception {
    at(
        "sample=sample_00007&step=3&x=IC5&y=IC2&target=action&group=behaviour-7&at=3&raw.IC4=-100..100");
    assertThat(tab.text("document.getElementById('x').value")).isEqualTo("5");
    assertThat(tab.text("document.getElementById('target').value")).isEqualTo("1");
    assertThat(tab.text("document.getElementById('count').textContent"))
        .isEqualTo("2/2 samples adhere to all filters");
    String hash = tab.text("location.hash");
    tab.value("location.reload()");
    tab.until(
        "document.documentElement?.dataset.ready === 'yes' && location.hash === '" + hash + "'");
    assertThat(tab.text("document.getElementById('counter').textContent"))
        .isEqualTo("step 3 of 10");
  }

  /** The page counts what a loop over the same numbers counts: all filters hold at one step. */
  @Test
  void filtersHoldAtTheSameStep() throws Exception {
    at("raw.IC0=1..&raw.IC1=..0&grad.IC2=0..&target=action");
    SyntheticView view = new SyntheticView(20, 4, Optional.empty());
    float[] loadings = view.loadings(0, 20);
    float[] gradients = view.gradients(1, 0, 20);
    int passing = 0;
    for (int i = 0; i < 20; i++) {
      boolean once = false;
      for (int t = 0; t < SyntheticView.STEPS; t++) {
        int row = (i * SyntheticView.STEPS + t) * SyntheticView.COMPONENTS;
        once |= loadings[row] >= 1 && loadings[row + 1] <= 0 && gradients[row + 2] >= 0;
      }
      if (once) passing++;
    }
    assertThat(passing).isBetween(1, 19);
    assertThat(tab.text("document.getElementById('count').textContent"))
        .isEqualTo(passing + "/20 samples adhere to all filters");
    assertThat(tab.value("document.getElementById('sample').options.length").asInt())
        .isEqualTo(passing);
    tab.choose("target", "0");
    tab.until("!location.hash.includes('grad.IC2')");
    assertThat(tab.text("location.hash")).contains("raw.IC0");
    tab.click("reset-all");
    tab.until("document.getElementById('count').textContent.startsWith('20/20')");
    assertThat(tab.text("location.hash")).doesNotContain("raw.");
  }

  @Test
  void anotherTargetIsAnotherMapAndOtherColours() throws Exception {
    at("step=3");
    String map = "document.querySelector('#map canvas').toDataURL()";
    String before = tab.text(map);
    String words = tab.text("document.getElementById('gradient').getAttribute('aria-label')");
    tab.choose("target", "1");
    tab.until(map + " !== '" + before + "'");
    tab.until("document.getElementById('gradient').getAttribute('aria-label') !== '" + words + "'");
    assertThat(tab.text("document.getElementById('gradient').getAttribute('aria-label')"))
        .startsWith("Gradient of action at step 3");
  }

  @Test
  void aTwinIsPlayedBesideTheOriginal() throws Exception {
    at("sample=sample_00002&step=4");
    tab.choose("pushed", "1");
    tab.choose("amount", "3");
    tab.click("every");
    tab.click("intervene");
    tab.until("document.getElementById('intervention-words').textContent.includes('pushed')");
    assertThat(tab.text("document.getElementById('intervention-words').textContent"))
        .contains("IC1 pushed by +3.00 in every step at step 4 of sample_00002", "The twin:");
    assertThat(tab.value("document.querySelectorAll('#twin-frames canvas').length").asInt())
        .isEqualTo(2);
    tab.choose("kind", "edit");
    tab.choose("edit", "remove-goal");
    tab.click("intervene");
    tab.until("document.getElementById('intervention-words').textContent.includes('goal')");
    tab.choose("twin-steps", "6");
    assertThat(tab.value("document.querySelector('.of-push').hidden").asBoolean()).isTrue();
  }

  @Test
  void aLabelIsSavedAndSeenInAnotherTab() throws Exception {
    at("sample=sample_00003");
    tab.choose("label-subject", "IC3");
    tab.choose("label-name", "<i>saw</i> ahead");
    tab.choose("label-sign", "+");
    tab.click("label-evidence");
    tab.click("label-save");
    tab.until("document.getElementById('label-list').textContent.includes('saw')");
    assertThat(LabelBook.of(store, "synthetic", "found", "0".repeat(20)).find("IC3"))
        .hasValueSatisfying(
            label -> {
              assertThat(label.name()).isEqualTo("<i>saw</i> ahead");
              assertThat(label.samples()).containsExactly(3);
            });
    Browser.Tab second = browser.open(server.address() + "#x=IC3&step=2");
    assertThat(second.text("document.getElementById('label-list').textContent"))
        .isEqualTo("IC3: + <i>saw</i> ahead");
    assertThat(second.text("document.querySelector('#x option[value=\"3\"]').textContent"))
        .isEqualTo("IC3 (+ <i>saw</i> ahead)");
    assertThat(second.text("document.getElementById('story-list').textContent"))
        .contains("shown: IC3 (+ <i>saw</i> ahead) carries it");
    assertThat(
            second
                .value("document.querySelectorAll('#label-list i, #story-list b').length")
                .asInt())
        .isZero();
    // what each tab shows is its own
    second.key("ArrowRight");
    second.until("document.getElementById('counter').textContent === 'step 3 of 10'");
    assertThat(tab.text("document.getElementById('counter').textContent"))
        .isEqualTo("step 5 of 10");
    assertThat(second.complaints()).isEmpty();
    tab.choose("label-subject", "IC3");
    tab.choose("label-name", "");
    tab.click("label-save");
    tab.until("document.getElementById('label-list').textContent.includes('Nothing')");
  }

  @Test
  void whatIsShownCanBeSaved() throws Exception {
    at("sample=sample_00001&step=2");
    tab.value(
        "(() => { window.saved = []; HTMLAnchorElement.prototype.click = function () {"
            + " window.saved.push([this.download, this.href]); }; })()");
    tab.click("csv");
    tab.click("png");
    assertThat(tab.text("saved.map(each => each[0]).join(' ')"))
        .isEqualTo("sample_00001.csv sample_00001-step-2.png");
    assertThat(tab.text("saved[1][1].slice(0, 22)")).isEqualTo("data:image/png;base64,");
    assertThat(tab.value("saved[1][1].length").asInt()).isGreaterThan(10_000);
  }

  @Test
  void theWrittenPanelOpensFromAFolder() throws Exception {
    Path page =
        PanelExport.write(
            new SyntheticView(20, 4, Optional.empty()),
            PanelLabels.NONE,
            directory.resolve("written panel"),
            5);
    Browser.Tab written = browser.open(page.toUri() + "#sample=sample_00004&step=3");
    assertThat(written.text("document.getElementById('counter').textContent"))
        .isEqualTo("step 3 of 10");
    assertThat(written.text("document.getElementById('count').textContent"))
        .isEqualTo("5/5 samples adhere to all filters");
    written.key("ArrowRight");
    written.until("document.getElementById('counter').textContent === 'step 4 of 10'");
    written.choose("target", "2");
    written.until(
        "document.getElementById('gradient').getAttribute('aria-label').includes('hx_direction_0')");
    written.choose("extreme", "high");
    written.until("document.getElementById('count').textContent.includes('/')");
    assertThat(written.value("document.getElementById('intervention') === null").asBoolean())
        .isTrue();
    assertThat(written.value("document.getElementById('label-form') === null").asBoolean())
        .isTrue();
    // pictures of a file can be saved, too
    assertThat(written.text("document.querySelector('#frames canvas').toDataURL().slice(0, 10)"))
        .isEqualTo("data:image");
    assertThat(written.complaints()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"light, 1280, 720", "dark, 1280, 720", "light, 390, 844", "dark, 2560, 1300"})
  void axeFindsNothingAndNothingIsTooWide(String scheme, int width, int height) throws Exception {
    tab.size(width, height);
    tab.scheme(scheme);
    at("sample=sample_00001&group=behaviour-1");
    tab.value("document.querySelectorAll('details').forEach(each => { each.open = true; })");
    tab.click("intervene");
    tab.until("document.getElementById('intervention-words').textContent.includes('pushed')");
    tab.until("document.querySelectorAll('#raw-rows .filter').length === 16");
    try (InputStream in = PanelInBrowserTest.class.getResourceAsStream("/axe.min.js")) {
      tab.value(
          new String(Objects.requireNonNull(in, "axe").readAllBytes(), StandardCharsets.UTF_8)
              + ";0");
    }
    String found =
        tab.text(
            "axe.run(document, {resultTypes: ['violations']}).then(r => r.passes.length"
                + " + ' rules passed' + r.violations.map(v => '\\n' + v.id + ': '"
                + " + v.nodes.map(n => n.target + ' ' + n.failureSummary).slice(0, 3)).join(''))");
    keep(scheme + "-" + width);
    assertThat(found).matches("[0-9]{2,} rules passed");
    assertThat(tab.value("document.documentElement.scrollWidth - innerWidth").asInt())
        .isLessThanOrEqualTo(0);
    tab.size(1280, 720);
    tab.scheme("light");
  }

  /** Pictures of the page, to be looked at, where a directory for them is named. */
  private static void keep(String name) throws Exception {
    String place = System.getenv("FABULA_PICTURES");
    if (place == null) return;
    Files.createDirectories(Path.of(place));
    tab.picture(Path.of(place).resolve("panel-" + name + ".png"));
  }

  /**
   * As many samples as the published export has. What it takes is printed, not judged: machines
   * differ.
   */
  @Test
  void fourThousandSamplesComeInPages() throws Exception {
    try (PanelServer large =
        PanelServer.start(new SyntheticView(4000, 18, Optional.empty()), PanelLabels.NONE, 0)) {
      Browser.Tab own = browser.open(large.address());
      assertThat(own.value("document.getElementById('sample').options.length").asInt())
          .isEqualTo(4000);
      double first =
          own.value("performance.getEntriesByName('first view')[0].startTime").asDouble();
      double loaded =
          own.value(
                  "performance.getEntriesByType('resource').filter(each =>"
                      + " each.name.includes('/data/')).length")
              .asDouble();
      assertThat(loaded).as("files of data before anything is asked").isLessThan(10);
      String steps =
          own.text(
              "(async () => { const times = []; for (let i = 0; i < 30; i++) {"
                  + " const begun = performance.now();"
                  + " await fabula.goTo((i + 5) % 10); times.push(performance.now() - begun); }"
                  + " times.sort((a, b) => a - b);"
                  + " return times[0].toFixed(1) + ' ms at best, ' + times[15].toFixed(1)"
                  + " + ' ms in the middle'; })()");
      double filter =
          own.value(
                  "(async () => { const begun = performance.now();"
                      + " fabula.state.now.raw = {0: [1, null]}; await fabula.filters.refresh();"
                      + " return performance.now() - begun; })()")
              .asDouble();
      assertThat(own.text("document.getElementById('count').textContent"))
          .matches("[0-9]{4}/4000 samples adhere to all filters");
      System.out.printf(
          "panel of 4000 samples: first view %.0f ms, a step %s, a first filter %.0f ms%n",
          first, steps, filter);
      assertThat(own.complaints()).isEmpty();
    }
  }

  @Test
  void aWrittenPanelIsNotPutIntoSomethingElse() throws IOException {
    Path other = Files.createDirectories(directory.resolve("other"));
    Files.writeString(other.resolve("thesis.txt"), "mine");
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    PanelExport.write(
                        new SyntheticView(2, 1, Optional.empty()), PanelLabels.NONE, other, 1)))
        .hasMessageContaining("is not empty and holds no panel");
    assertThat(other.resolve("thesis.txt")).hasContent("mine");
  }

  @Test
  void valuesAreCountedAndTheStepIsMarked() throws Exception {
    at("step=3&x=IC2");
    String own = "Chart.getChart(document.getElementById('histogram'))";
    assertThat(tab.value(own + ".data.datasets[0].data.length").asInt()).isEqualTo(100);
    int counted = tab.value(own + ".data.datasets[0].data.reduce((a, b) => a + b)").asInt();
    assertThat(counted)
        .isEqualTo(
            tab.value(
                    "fabula.load('index').then(i => fabula.floats(i.base).length / i.components.length)")
                .asInt());
    assertThat(tab.value(own + ".marked").asInt()).isBetween(0, 99);
  }

  @Test
  void aReducedPanelHasFourViewsOrThree() throws Exception {
    String seen =
        "[...document.querySelectorAll('.view, aside, header, #stories')].filter(e =>"
            + " e.offsetHeight > 0).map(e => e.id).join()";
    at("reduced=4");
    assertThat(tab.text(seen)).isEqualTo("frames-view,map-view,scatter-view,bars-view");
    at("reduced=3");
    assertThat(tab.text(seen)).isEqualTo("frames-view,scatter-view,bars-view");
    assertThat(tab.text("location.hash")).contains("reduced=3");
    at("");
  }
}
