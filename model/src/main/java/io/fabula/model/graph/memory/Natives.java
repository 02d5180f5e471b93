package io.fabula.model.graph.memory;

import org.bytedeco.openblas.global.openblas;
import org.jspecify.annotations.Nullable;

/** The one condition under which native kernels may be used. */
public final class Natives {
  private static final String VARIABLE = "OMP_NUM_THREADS";
  private static final String MEMORY_LIMIT = "org.bytedeco.javacpp.maxPhysicalBytes";
  private static final String LOGGER = "org.bytedeco.javacpp.logger";
  private static volatile boolean ready;

  private Natives() {}

  /** Returns if native kernels may be used in this process, else throws. */
  public static void require() {
    if (ready) return;
    check(System.getenv(VARIABLE));
    // JavaCPP would refuse native memory beyond a multiple of the Java heap
    setUnlessGiven(MEMORY_LIMIT, "0");
    // it warns that OpenBLAS was built with an older JavaCPP, which ND4J needs and which fits
    setUnlessGiven(LOGGER, "slf4j");
    openblas.blas_set_num_threads(1);
    ready = true;
  }

  public static void check(@Nullable String threads) {
    if ("1".equals(threads)) return;
    throw new IllegalStateException(
        "the environment must set OMP_NUM_THREADS=1 before Java starts (found "
            + (threads == null ? "nothing" : threads)
            + "): more native threads change results and stall calls; start by ./fabula or export"
            + " it");
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) System.setProperty(property, value);
  }
}
