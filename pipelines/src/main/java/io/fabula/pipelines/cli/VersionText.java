package io.fabula.pipelines.cli;

import io.fabula.pipelines.release.Release;
import org.apache.beam.sdk.util.ReleaseInfo;
import org.apache.flink.runtime.util.EnvironmentInformation;
import picocli.CommandLine.IVersionProvider;

/** What {@code --version} prints: this program, and what it runs on. */
final class VersionText implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {
      "fabula " + Release.ofThisProcess(),
      "Beam %s, Flink %s, Java %s"
          .formatted(
              ReleaseInfo.getReleaseInfo().getVersion(),
              EnvironmentInformation.getVersion(),
              System.getProperty("java.version"))
    };
  }
}
