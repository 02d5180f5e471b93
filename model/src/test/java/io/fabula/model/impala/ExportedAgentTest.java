package io.fabula.model.impala;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExportedAgentTest {
  private static final ImpalaArchitecture SIZE =
      new ImpalaArchitecture(64, 4, 2, List.of(4, 6), 10, 8, true, 15);

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void infersSizesFromShapes(boolean recurrent) throws IOException {
    ImpalaArchitecture size = SIZE.withRecurrent(recurrent);
    try (ImpalaNetwork trained = ImpalaNetwork.create(size, 1);
        ImpalaNetwork read = ExportedAgent.read(export(trained, name -> true), 64, 4, 2)) {
      assertThat(read.architecture()).isEqualTo(size);
      for (ParameterShape each : size.parameters()) {
        assertThat(read.parameters().get(each.name()))
            .isEqualTo(trained.parameters().get(each.name()));
      }
    }
  }

  @Test
  void takesSizesFromMetadataIfThereAreAny() throws IOException {
    try (ImpalaNetwork trained = ImpalaNetwork.create(SIZE, 1)) {
      try (ImpalaNetwork read = ExportedAgent.read(trained.save(), 64, 1, 1)) {
        assertThat(read.architecture()).isEqualTo(SIZE);
      }
    }
  }

  @Test
  void namesTheTensorThatIsWrong() throws IOException {
    try (ImpalaNetwork trained = ImpalaNetwork.create(SIZE, 1)) {
      for (String missing :
          List.of("embedder.block1.conv.weight", "fc_value.bias", "init_hx", "fc_policy.weight")) {
        TensorFile file = export(trained, name -> !name.equals(missing));
        assertRefused(file, "tensor \"" + missing + "\": it is missing");
      }
      TensorFile extra = export(trained, name -> true);
      extra.put("fc_extra.weight", Tensor.of(new float[3]));
      assertRefused(extra, "tensor \"fc_extra.weight\": it is no part of such an agent");
      TensorFile shape = export(trained, name -> !name.equals("fc_value.weight"));
      shape.put("fc_value.weight", new Tensor.Floats(List.of(8, 1), new float[8]));
      assertRefused(shape, "tensor \"fc_value.weight\": expected F32[1, 8]");
      TensorFile type = export(trained, name -> !name.equals("embedder.fc.weight"));
      type.put("embedder.fc.weight", Tensor.of(new double[3]));
      assertRefused(type, "tensor \"embedder.fc.weight\": expected F32 with 2 axes");
      assertThatThrownBy(() -> ExportedAgent.read(export(trained, name -> true), 64, 2, 2))
          .as("another pool makes other features")
          .hasMessageContaining("embedder.fc.weight");
    }
  }

  private static void assertRefused(TensorFile file, String because) {
    assertThatThrownBy(() -> ExportedAgent.read(file, 64, 4, 2))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining(because)
        .hasMessageNotContaining("\n");
  }

  /** Tensors alone, as PyTorch's {@code safetensors.torch.save_file} writes a state dictionary. */
  private static TensorFile export(ImpalaNetwork network, Predicate<String> kept)
      throws IOException {
    TensorFile file = new TensorFile();
    for (ParameterShape each : network.architecture().parameters()) {
      if (!kept.test(each.name())) continue;
      file.put(each.name(), network.save().tensor(each.name()));
    }
    return file;
  }
}
