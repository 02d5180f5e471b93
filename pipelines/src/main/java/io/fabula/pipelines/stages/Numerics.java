package io.fabula.pipelines.stages;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What decides the last bits of floating-point results beside code and data: native kernels choose
 * their instructions by the processor.
 */
public final class Numerics {
  private static final Path CPU_INFO = Path.of("/proc/cpuinfo");
  private static final List<String> LEVELS =
      List.of("amx_tile", "avx512_bf16", "avx512_vnni", "avx512bw", "avx2", "avx", "sse4_1");

  private Numerics() {}

  /**
   * One word for the class of this processor, such as {@code amd64-avx512bw}; or for the kernels
   * that the environment asks for instead, of oneDNN ({@code DNNL_MAX_CPU_ISA}) and of OpenBLAS
   * ({@code OPENBLAS_CORETYPE}): {@code amd64-avx2-haswell}.
   */
  public static String fingerprint() {
    return fingerprint(System.getenv(), level());
  }

  static String fingerprint(Map<String, String> environment, String level) {
    String oneDnn = environment.getOrDefault("DNNL_MAX_CPU_ISA", level);
    String openBlas = environment.getOrDefault("OPENBLAS_CORETYPE", "");
    String word = System.getProperty("os.arch") + "-" + oneDnn;
    return (openBlas.isEmpty() ? word : word + "-" + openBlas).toLowerCase(Locale.ROOT);
  }

  private static String level() {
    if (!Files.exists(CPU_INFO)) return "unknown"; // not Linux
    try {
      return level(Files.readAllLines(CPU_INFO));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read what this processor can do: " + CPU_INFO, e);
    }
  }

  /** The highest of the levels that the first line of flags names. */
  static String level(List<String> cpuInfo) {
    String flags = cpuInfo.stream().filter(line -> line.startsWith("flags")).findFirst().orElse("");
    List<String> words = List.of(flags.split("\\s+"));
    return LEVELS.stream().filter(words::contains).findFirst().orElse("unknown");
  }
}
