package io.fabula.pipelines.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.workloads.ReferenceOutputs;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AgreementTest {
  private static ReferenceOutputs evidence(double loss, double norm, double projection) {
    return new ReferenceOutputs(
        Map.of("loss", loss),
        Map.of(
            "weight",
            new ReferenceOutputs.Trace(norm, projection),
            "big",
            new ReferenceOutputs.Trace(2, 1)));
  }

  private static Computed computed(double loss, double norm, double projection, double second) {
    return new Computed(evidence(loss, norm, projection), evidence(second, 9, 9));
  }

  private static final Computed REFERENCE = computed(3, 1, 0.5, 2);

  @Test
  void roundingIsNoDifference() {
    Computed near = computed(3.0002, 1.009, 0.491, 2.009);
    assertThat(Agreement.differences(near, REFERENCE)).isEmpty();
  }

  @Test
  void anotherLossIsADifference() {
    assertThat(Agreement.differences(computed(3.0004, 1, 0.5, 2), REFERENCE))
        .singleElement()
        .asString()
        .startsWith("loss is 3.00040, the reference has 3.00000");
  }

  @Test
  void anotherGradientIsADifference() {
    assertThat(Agreement.differences(computed(3, 1.02, 0.5, 2), REFERENCE))
        .singleElement()
        .asString()
        .startsWith("norm of weight");
    assertThat(Agreement.differences(computed(3, 1, -0.5, 2), REFERENCE))
        .singleElement()
        .asString()
        .startsWith("projection of weight");
  }

  @Test
  void anotherStepIsADifference() {
    assertThat(Agreement.differences(computed(3, 1, 0.5, 2.02), REFERENCE))
        .singleElement()
        .asString()
        .startsWith("second loss");
  }

  @Test
  void whatIsNotANumberNeverAgrees() {
    Computed broken = computed(Double.NaN, 1, 0.5, 2);
    assertThat(Agreement.differences(broken, broken)).hasSize(1);
  }

  @Test
  void missingTensorsAreDifferences() {
    ReferenceOutputs less =
        new ReferenceOutputs(
            Map.of("loss", 3.0), Map.of("weight", new ReferenceOutputs.Trace(1, 0.5)));
    Computed fewer = new Computed(less, REFERENCE.second());
    assertThat(Agreement.differences(fewer, REFERENCE))
        .containsExactly("big is missing on our side");
    assertThat(Agreement.differences(REFERENCE, fewer))
        .containsExactly("big is missing in the reference");
  }
}
