package io.fabula.pipelines.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.ConnectException;
import java.util.concurrent.TimeoutException;
import org.apache.flink.runtime.jobmanager.scheduler.NoResourceAvailableException;
import org.apache.flink.runtime.rpc.exceptions.RecipientUnreachableException;
import org.junit.jupiter.api.Test;

/** Missing processes are said in one line that helps. */
class FlinkFailureTest {
  private static String line(Throwable failure) {
    return FlinkFailure.of(new RuntimeException("Pipeline execution failed", failure))
        .map(Throwable::getMessage)
        .orElse("");
  }

  @Test
  void missingProcessesAreNamed() {
    assertThat(line(new NoResourceAvailableException("slot", new TimeoutException("30000 ms"))))
        .isEqualTo(
            "the cluster has not enough free slots, ./fabula cluster status shows its processes;"
                + " complete work is kept, run again");
    assertThat(line(new RecipientUnreachableException("a", "b", "c")))
        .startsWith("the cluster lost a task manager");
    assertThat(line(new ConnectException("refused")))
        .startsWith("the cluster does not answer any more");
    assertThat(line(new IllegalStateException("a slip"))).isEmpty();
  }
}
