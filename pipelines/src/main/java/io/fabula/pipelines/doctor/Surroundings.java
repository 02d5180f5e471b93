package io.fabula.pipelines.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.fabula.pipelines.cluster.FlinkRest;
import io.fabula.pipelines.problems.Problem;
import io.fabula.pipelines.stages.Numerics;
import io.fabula.pipelines.stages.ProcessorName;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Looks at the machine, the Java virtual machine and what is around them. */
public final class Surroundings {
  private static final long GIGABYTE = 1L << 30;
  private static final long ENOUGH_HEAP = GIGABYTE;
  private static final long ENOUGH_DISK = 2 * GIGABYTE;
  private static final long ENOUGH_FILES = 1024;
  private static final long LEAST_FILES = 256;
  private static final int LEAST_JAVA = 17;

  private final Map<String, String> environment;

  /** Surroundings with these environment variables. */
  public Surroundings(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * Looks at everything.
   *
   * @param store where results would go; it need not exist
   * @param flinkMaster host and port of a cluster
   */
  public List<Finding> findings(Path store, String flinkMaster) {
    return List.of(
        java(),
        processor(),
        memory(),
        heap(),
        disk(store),
        threads(),
        TemporaryDirectory.finding(),
        locale(),
        files(),
        flink(flinkMaster));
  }

  private static Finding java() {
    String found = System.getProperty("java.version") + ", " + System.getProperty("java.vm.name");
    return Runtime.version().feature() >= LEAST_JAVA
        ? Finding.good("java", found)
        : Finding.problem("java", found, "install version 17 or newer, or set JAVA_HOME");
  }

  private static Finding processor() {
    String level = Numerics.fingerprint();
    String found =
        "%d x %s, %s"
            .formatted(
                Runtime.getRuntime().availableProcessors(), ProcessorName.ofThisMachine(), level);
    return level.contains("avx2") || level.contains("avx512") || level.contains("amx")
        ? Finding.good("processor", found)
        : Finding.warning("processor", found, "without AVX2 trainings take several times as long");
  }

  private static Finding memory() {
    OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    long total = system.getTotalMemorySize();
    String found = "%s, %s of it free".formatted(size(total), size(system.getFreeMemorySize()));
    long most = Runtime.getRuntime().maxMemory();
    return most < total
        ? Finding.good("memory", found)
        : Finding.warning(
            "memory",
            found + ", less than the Java heap of " + size(most),
            "set a smaller one, such as FABULA_HEAP=" + Math.max(1, total / 2 / GIGABYTE) + "g");
  }

  private static Finding heap() {
    long most = Runtime.getRuntime().maxMemory();
    return most >= ENOUGH_HEAP * 9 / 10
        ? Finding.good("heap", size(most))
        : Finding.warning(
            "heap", size(most), "more than the smallest profiles needs FABULA_HEAP=4g or more");
  }

  private static Finding disk(Path store) {
    Path there = store.toAbsolutePath();
    while (there.getParent() != null && !Files.exists(there)) there = there.getParent();
    try {
      long free = Files.getFileStore(there).getUsableSpace();
      String found = "%s free at %s".formatted(size(free), there);
      if (!Files.isDirectory(there) || !Files.isWritable(there)) {
        return Finding.problem("disk", there + " is not writable", "choose another --store=DIR");
      }
      return free >= ENOUGH_DISK
          ? Finding.good("disk", found)
          : Finding.warning("disk", found, "profile mini needs 1 GB; choose another --store=DIR");
    } catch (IOException e) {
      return Finding.problem("disk", there + " cannot be read", "choose another --store=DIR");
    }
  }

  private Finding threads() {
    String openMp = environment.getOrDefault("OMP_NUM_THREADS", "not set");
    return openMp.equals("1")
        ? Finding.good("OMP_NUM_THREADS", openMp)
        : Finding.warning(
            "OMP_NUM_THREADS",
            openMp,
            "set it to 1: threads are ours, and several per kernel fight over the cores");
  }

  private static Finding locale() {
    String encoding = System.getProperty("sun.jnu.encoding", "unknown");
    return encoding.toUpperCase(Locale.ROOT).contains("UTF-8")
        ? Finding.good("locale", encoding)
        : Finding.warning(
            "locale", encoding, "names of files with other letters need LC_ALL=C.UTF-8");
  }

  private static Finding files() {
    if (!(ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix)) {
      return Finding.good("open files", "no limit is known");
    }
    long most = unix.getMaxFileDescriptorCount();
    String found = "%d of %d".formatted(unix.getOpenFileDescriptorCount(), most);
    String advice = "raise the limit, such as ulimit -n 4096";
    if (most < LEAST_FILES) return Finding.problem("open files", found, advice);
    return most < ENOUGH_FILES
        ? Finding.warning("open files", found, advice)
        : Finding.good("open files", found);
  }

  private static Finding flink(String master) {
    try {
      FlinkRest.Overview overview = new FlinkRest(master).overview();
      return Finding.good(
          "flink",
          "%s at %s, %d of %d slots free"
              .formatted(overview.version(), master, overview.freeSlots(), overview.slots()));
    } catch (IOException e) {
      return Finding.good("flink", "no cluster at " + master + ", none is needed");
    } catch (Problem e) {
      return Finding.problem("flink", String.valueOf(e.getMessage()), "write HOST:PORT");
    }
  }

  private static String size(long bytes) {
    return bytes >= GIGABYTE
        ? String.format(Locale.ROOT, "%.1f GB", (double) bytes / GIGABYTE)
        : bytes / (1 << 20) + " MB";
  }
}
