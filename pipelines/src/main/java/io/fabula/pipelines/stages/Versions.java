package io.fabula.pipelines.stages;

import io.fabula.pipelines.release.Release;
import java.util.Map;
import java.util.TreeMap;
import org.apache.beam.sdk.util.ReleaseInfo;

/** What software made an artifact. */
final class Versions {
  private Versions() {}

  static Map<String, String> ofThisProcess() {
    Map<String, String> versions = new TreeMap<>();
    versions.put("beam", ReleaseInfo.getReleaseInfo().getVersion());
    versions.put("java", System.getProperty("java.version"));
    versions.put("os", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
    versions.put("fabula", Release.ofThisProcess().version());
    versions.put("commit", Release.ofThisProcess().commitAsBuilt());
    versions.put("numerics", Numerics.fingerprint());
    return versions;
  }
}
