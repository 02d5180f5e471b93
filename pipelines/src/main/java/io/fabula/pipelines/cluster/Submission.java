package io.fabula.pipelines.cluster;

import io.fabula.pipelines.problems.StoreProblem;
import io.fabula.pipelines.problems.WorkProblem;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;
import org.apache.flink.runtime.util.EnvironmentInformation;
import org.jspecify.annotations.Nullable;

/**
 * One job on its way to Flink: the files it needs, which go when this is closed, and the end of the
 * job if this process is ended before it.
 */
public final class Submission implements AutoCloseable {
  private static final int ATTEMPTS = 300;
  private static final long INTERVAL_MILLIS = 200;

  private final String jobName;
  private final Path directory;
  private @Nullable AtExit canceller;
  private @Nullable FlinkRest cluster;

  /**
   * A job with files in a directory of their own.
   *
   * @param run id of the run
   * @param directory is emptied now and removed on closing
   */
  public Submission(String run, Path directory) {
    this.directory = directory.toAbsolutePath();
    jobName = "fabula-%s-%s".formatted(run, Digests.of(this.directory.toString()).substring(0, 8));
    remove();
  }

  /** What the cluster's page calls the job: the run, and a digest of where its store is. */
  public String jobName() {
    return jobName;
  }

  /**
   * What the job is sent with: a thin jar, which holds Fabula and no library (see {@code ./fabula
   * cluster lib}), or nothing to a cluster that has exactly this Fabula on its class path. What is
   * sent gets a class loader for the job, and Beam, which is the cluster's, remembers classes of
   * jobs for good.
   */
  public Path jobJar() {
    Path jar = JobJar.write(ClassPath.ofThisProcess(), directory.resolve("fabula.jar"));
    return isThere(jar) ? JobJar.writeEmpty(jar) : jar;
  }

  private boolean isThere(Path jar) {
    if (cluster == null) return false;
    try {
      return cluster.runs(JobJar.code(jar));
    } catch (IOException e) {
      throw new WorkProblem("the cluster at " + cluster.address() + " does not answer any more", e);
    }
  }

  /** A configuration directory for a Flink inside this process: it listens on loopback only. */
  public Path embeddedConfiguration() {
    Path configuration = directory.resolve("conf");
    try {
      FlinkConfiguration.write(FlinkConfiguration.onLoopback(), configuration);
    } catch (IOException e) {
      throw StoreProblem.of("write", configuration, e);
    }
    return configuration;
  }

  /**
   * Makes sure that a cluster is there, of the right version, with workers, and without the job of
   * an earlier process that was killed. If this process is ended, its job will be, too.
   *
   * @param master host and port
   * @return the number of its slots
   */
  public int prepare(String master) {
    FlinkRest cluster = new FlinkRest(master);
    this.cluster = cluster;
    int slots = cluster.requireReady(EnvironmentInformation.getVersion()).slots();
    try {
      int attempts = 0;
      while (cluster.cancel(jobName) > 0) {
        if (attempts++ == ATTEMPTS) {
          throw new WorkProblem(
              "job %s of a process that was killed does not end; look at http://%s"
                  .formatted(jobName, cluster.address()));
        }
        Thread.sleep(INTERVAL_MILLIS);
      }
    } catch (IOException e) {
      throw new WorkProblem("the cluster at " + cluster.address() + " does not answer any more", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new WorkProblem("interrupted while job " + jobName + " was ended", e);
    }
    canceller = new AtExit(() -> cancel(cluster));
    return slots;
  }

  private void cancel(FlinkRest cluster) {
    try {
      cluster.cancel(jobName);
    } catch (IOException e) {
      // nobody is left to tell, and the next run ends the job before it begins
    }
  }

  @Override
  public void close() {
    if (canceller != null) canceller.close();
    remove();
  }

  private void remove() {
    if (!Files.exists(directory)) return;
    try (Stream<Path> tree = Files.walk(directory)) {
      for (Path each : tree.sorted(Comparator.reverseOrder()).toList()) Files.deleteIfExists(each);
    } catch (IOException e) {
      throw StoreProblem.of("delete", directory, e);
    }
  }
}
