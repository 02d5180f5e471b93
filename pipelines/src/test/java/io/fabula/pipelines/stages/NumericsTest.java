package io.fabula.pipelines.stages;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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

  @Test
  void findsTheHighestLevelOfAProcessor() {
    String zen3 = "flags\t\t: fpu vme sse4_1 sse4_2 avx f16c avx2 bmi2 fsrm";
    String sapphire =
        "flags\t\t: sse4_1 avx avx2 avx512f avx512bw avx512_vnni avx512_bf16 amx_tile";
    String skylake = "flags\t\t: sse4_1 avx avx2 avx512f avx512bw";
    assertThat(Numerics.level(List.of("processor\t: 0", zen3, sapphire))).isEqualTo("avx2");
    assertThat(Numerics.level(List.of(sapphire))).isEqualTo("amx_tile");
    assertThat(Numerics.level(List.of(skylake))).isEqualTo("avx512bw");
    assertThat(Numerics.level(List.of("flags\t\t: sse4_1 avx"))).isEqualTo("avx");
    assertThat(Numerics.level(List.of("flags\t\t: avx2x sse4_12"))).isEqualTo("unknown");
    assertThat(Numerics.level(List.of("model name\t: avx2"))).isEqualTo("unknown");
  }
}
