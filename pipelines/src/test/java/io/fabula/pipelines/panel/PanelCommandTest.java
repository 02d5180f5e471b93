package io.fabula.pipelines.panel;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command: what cannot be is said in one line. */
class PanelCommandTest {
  @TempDir Path directory;

  private Console panel(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "panel";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return Console.run(Studies.builtIn(), all);
  }

  private void refused(Console console, String words) {
    assertThat(console.exitCode()).isEqualTo(2);
    assertThat(console.err()).startsWith("fabula: ").contains(words).hasLineCount(1);
    assertThat(console.out()).isEmpty();
  }

  private String exported() throws IOException {
    Path place = directory.resolve("export");
    OriginalFormat.write(new SyntheticView(3, 2, Optional.empty()), place, 3);
    return place.toString();
  }

  @Test
  void anExportOfThePublishedPanelOpensAsAPage() throws IOException {
    Path page = directory.resolve("page");
    Console console = panel(exported(), "--export=" + page, "--samples=2");
    assertThat(console.exitCode()).as(console.err()).isZero();
    assertThat(Files.readString(page.resolve("index.html")))
        .contains("An export of the published panel", "Content-Security-Policy");
    assertThat(page.resolve("data/sample-1.js")).isNotEmptyFile();
  }

  @Test
  void aPortInUseIsRefused() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      refused(panel(exported(), "--port=" + port), "port " + port + " is in use");
    }
  }

  @Test
  void whatIsNotThereIsRefused() {
    String store = "--store=" + directory.resolve("store");
    refused(panel("interpret-mini-none", store), "there is no run interpret-mini-none");
    refused(panel("any", "--port=70000", store), "--port must be within 0..65535, got 70000");
  }

  @Test
  void otherFilesAreLeftAlone() throws IOException {
    Path file = Files.writeString(directory.resolve("thesis.txt"), "mine");
    refused(panel(exported(), "--export=" + file), "must name a directory");
    refused(panel(exported(), "--export=" + directory), "is not empty and holds no panel");
    refused(
        panel(exported(), "--export=" + directory.resolve("new"), "--samples=0"),
        "--samples must be at least 1, got 0");
    assertThat(file).hasContent("mine");
  }
}
