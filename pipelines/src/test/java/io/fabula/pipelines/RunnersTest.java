package io.fabula.pipelines;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.sums.Console;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same command on every runner gives the same artifacts, and nobody else gets at them. */
class RunnersTest {
  @TempDir Path directory;

  @Test
  void directAndEmbeddedFlinkGiveEqualContentHashes() {
    Path direct = directory.resolve("direct");
    Path flink = directory.resolve("flink");

    Console onDirect = Console.run("run", "sums", "--profile=tiny", "--store=" + direct);
    Set<String> listening = new TreeSet<>();
    Console onFlink =
        Console.runWith(
            () -> listening.addAll(ListeningSockets.ofThisProcess()),
            "run",
            "sums",
            "--profile=tiny",
            "--store=" + flink,
            "--runner=flink", // a spelling that Beam accepts
            "--parallelism=2");

    assertThat(onDirect.err()).doesNotContain("fabula:");
    assertThat(onDirect.exitCode()).isZero();
    assertThat(onFlink.err()).doesNotContain("fabula:");
    assertThat(onFlink.exitCode()).isZero();
    assertThat(listening).allMatch(address -> address.startsWith("127.0.0.1:"));
    if (ListeningSockets.areKnown()) assertThat(listening).isNotEmpty();
    assertThat(onFlink.runDirectory().resolve("submission")).doesNotExist();
    for (String stage : new String[] {"draw-numbers", "fold-numbers"}) {
      Manifest a = only(direct, stage);
      Manifest b = only(flink, stage);
      assertThat(b.contentHash()).isEqualTo(a.contentHash());
      assertThat(b.metrics()).isEqualTo(a.metrics());
      assertThat(a.runner()).isEqualTo("DirectRunner");
      assertThat(b.runner()).isEqualTo("FlinkRunner");
    }
  }

  private static Manifest only(Path store, String stage) {
    assertThat(Store.at(store.toString()).manifests("sums", stage)).hasSize(1);
    return Store.at(store.toString()).manifests("sums", stage).get(0);
  }
}
