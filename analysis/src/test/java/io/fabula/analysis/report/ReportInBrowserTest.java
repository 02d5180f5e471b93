package io.fabula.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabula.analysis.figures.Figure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The page in Chromium without a window. Skipped, and said so, where there is none on the path
 * ({@code chromium}, {@code chromium-browser}, {@code google-chrome}, or {@code FABULA_BROWSER}).
 */
class ReportInBrowserTest {
  private static final Pattern RESULT =
      Pattern.compile("<pre id=\"result\">(.*?)</pre>", Pattern.DOTALL);
  private static final String AXE = "/axe.min.js";

  @TempDir static Path directory;
  private static Path index;
  private static String browser = "";

  @BeforeAll
  static void write() throws IOException {
    Optional<String> found =
        Stream.of(
                System.getenv().getOrDefault("FABULA_BROWSER", ""),
                "chromium",
                "chromium-browser",
                "google-chrome")
            .filter(name -> !name.isEmpty())
            .filter(ReportInBrowserTest::isThere)
            .findFirst();
    assumeTrue(found.isPresent(), "no Chromium is installed: the report is not tried in a browser");
    browser = found.get();
    index =
        ReportWriter.write(
            ReportWriterTest.sample(directory), directory.resolve("report"), Figure.Pictures.SVG);
  }

  private static boolean isThere(String name) {
    if (name.contains("/")) return Files.isExecutable(Path.of(name));
    String path = System.getenv().getOrDefault("PATH", "");
    return Stream.of(path.split(":", -1)).anyMatch(each -> Files.isExecutable(Path.of(each, name)));
  }

  /** Adds a script whose returned text is the result, and loads the page. */
  private static String result(String name, String html, String fragment, int width, String script)
      throws IOException, InterruptedException {
    String added =
        "<script>addEventListener('load', () => setTimeout(async () => {"
            + "let text; try { text = await (async () => {"
            + script
            + "})(); } catch (e) { text = 'failed: ' + e; }"
            + "const pre = document.createElement('pre'); pre.id = 'result';"
            + "pre.textContent = text; document.body.append(pre); }, 2000));</script>";
    Path page = index.resolveSibling(name + ".html");
    Files.writeString(page, html.replace("</body>", added + "</body>"));
    Path dump = directory.resolve(name + ".dump");
    List<String> command =
        new ArrayList<>(
            List.of(
                browser,
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--hide-scrollbars",
                "--user-data-dir=" + directory.resolve("browser"),
                "--window-size=" + width + ",900",
                "--virtual-time-budget=20000",
                "--dump-dom",
                page.toUri() + fragment));
    Process process =
        new ProcessBuilder(command)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .redirectOutput(dump.toFile())
            .start();
    try {
      assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("the browser ended").isTrue();
    } finally {
      process.destroyForcibly();
    }
    Matcher matcher = RESULT.matcher(Files.readString(dump));
    assertThat(matcher.find()).as("the browser ran the page").isTrue();
    return matcher.group(1);
  }

  private static String page() throws IOException {
    // a moving page would be measured on its way
    return Files.readString(index).replace("scroll-behavior: smooth", "scroll-behavior: auto");
  }

  @ParameterizedTest
  @ValueSource(strings = {"light", "dark"})
  void axeFindsNothing(String scheme) throws IOException, InterruptedException {
    String html = page();
    if (scheme.equals("dark")) {
      html = html.replace("(prefers-color-scheme: dark)", "(min-width: 1px)");
    }
    String axe;
    try (InputStream in = ReportInBrowserTest.class.getResourceAsStream(AXE)) {
      axe = new String(Objects.requireNonNull(in, AXE).readAllBytes(), StandardCharsets.UTF_8);
    }
    html =
        html.replace(
            "</body>", "<script>" + axe.replace("</script", "<\\/script") + "</script></body>");
    String found =
        result(
            "axe-" + scheme,
            html,
            "",
            1280,
            "const r = await axe.run(document, {resultTypes: ['violations']});"
                + "return r.passes.length + ' rules passed' + r.violations.map(v =>"
                + " '\\n' + v.id + ': ' + v.nodes.map(n => n.target).slice(0, 3)).join('');");
    assertThat(found).matches("[0-9]{2,} rules passed");
  }

  /** On a fresh page, whose pictures come only now: they must not push away what was jumped to. */
  @ParameterizedTest
  @ValueSource(strings = {"#behaviours", "#settings"})
  void linksOfTheContentsLand(String link) throws IOException, InterruptedException {
    assertThat(page()).contains("<li><a href=\"" + link + "\">");
    String top =
        result(
            "landing-" + link.substring(1),
            page(),
            link,
            1280,
            "const e = document.querySelector(location.hash);"
                + "const end = scrollY + innerHeight >= document.documentElement.scrollHeight - 2;"
                + "return end ? 0 : Math.round(e.getBoundingClientRect().top);");
    assertThat(Integer.parseInt(top)).isBetween(-5, 60);
  }

  @Test
  void nothingIsWiderThanATelephone() throws IOException, InterruptedException {
    String wider =
        result(
            "telephone",
            page(),
            "",
            500, // Chromium makes no narrower window
            "return document.documentElement.scrollWidth - innerWidth;");
    assertThat(Integer.parseInt(wider)).isLessThanOrEqualTo(0);
  }

  @Test
  void paperShowsTheFirstFrameOfEachClip() throws IOException, InterruptedException {
    String html = page().replace("@media print", "@media all");
    String shown =
        result(
            "paper",
            html,
            "",
            1280,
            "const seen = s => [...document.querySelectorAll(s)].filter(e => e.offsetHeight >"
                + " 20).length;return seen('.video') + ' clips, ' + seen('.video video') + '"
                + " players, ' + [...document.querySelectorAll('.still')].filter(e =>"
                + " e.naturalWidth > 0 && e.offsetHeight > 20).length + ' pictures';");
    assertThat(shown).matches("([0-9]+) clips, 0 players, \\1 pictures").doesNotStartWith("0");
  }
}
