package io.fabula.model.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Names, shapes and order of the trained tensors at the published size. */
final class ParameterOrderInterpretVectorTest {
  private static final List<SimulatorTensor> TENSORS =
      SimulatorTensors.of(SimulatorSize.paper(64, 15));

  @Test
  void listsTheTensorsOfTheOriginal() {
    List<JsonNode> expected =
        VectorFile.list(
                InterpretVectors.file("parameter_order.json").get("tensors"),
                "parameter_order.json")
            .stream()
            .filter(tensor -> !tensor.get("net").asText().startsWith("agent"))
            .toList();
    assertThat(TENSORS).hasSize(148).hasSameSizeAs(expected);
    for (int i = 0; i < expected.size(); i++) {
      JsonNode tensor = expected.get(i);
      String name = tensor.get("net").asText() + "/" + tensor.get("name").asText();
      assertThat(TENSORS.get(i).name()).isEqualTo(name);
      assertThat(TENSORS.get(i).shape())
          .as(name)
          .containsExactlyElementsOf(
              IntStream.of(VectorFile.ints(tensor.get("shape"))).boxed().toList());
    }
  }

  @Test
  void countsThePublishedParameters() {
    assertThat(TENSORS.stream().mapToInt(SimulatorTensor::size).sum()).isEqualTo(28_701_964);
  }
}
