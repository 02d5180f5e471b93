package io.fabula.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

class NumericsTest {
  private static final String ARCHITECTURE = System.getProperty("os.arch");

  @Test
  void namesTheProcessorsClass() {
    assertThat(Numerics.fingerprint(Map.of(), "avx512bw")).isEqualTo(ARCHITECTURE + "-avx512bw");
  }

  @Test
  void namesTheKernelsThatTheEnvironmentAsksFor() {
    Map<String, String> asked = Map.of("DNNL_MAX_CPU_ISA", "AVX2", "OPENBLAS_CORETYPE", "Haswell");
    assertThat(Numerics.fingerprint(asked, "amx_tile")).isEqualTo(ARCHITECTURE + "-avx2-haswell");
    assertThat(Numerics.fingerprint(Map.of("OPENBLAS_CORETYPE", "Zen"), "avx2"))
        .isEqualTo(ARCHITECTURE + "-avx2-zen");
  }
}
