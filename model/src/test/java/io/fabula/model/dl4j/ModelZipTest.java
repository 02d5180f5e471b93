package io.fabula.model.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.twostage.TwoStageWalk;
import io.fabula.model.weights.DamagedFileException;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

class ModelZipTest {
  private static final EnvironmentSpec WORLD = new TwoStageWalk().spec();

  @TempDir Path directory;
  private File file;

  @BeforeEach
  void writeModel() throws IOException {
    file = directory.resolve("agent.zip").toFile();
    ModelSerializer.writeModel(Dl4jNetworkTest.layers(5, 4, Activation.SOFTMAX), file, true);
  }

  @Test
  void readsWhatTheLibraryWrote() throws IOException {
    MultiLayerNetwork own = Dl4jNetworkTest.layers(5, 4, Activation.SOFTMAX);
    ModelZip zip = ModelZip.read(file.toPath());
    assertThat(zip.coefficients()).isEqualTo(own.params().toFloatVector());
    assertThat(zip.configuration()).isEqualTo(own.getLayerWiseConfigurations().toJson());
    assertThat(entries()).containsKey("updaterState.bin");
  }

  @Test
  void refusesJavaObjectsByName() throws IOException {
    NormalizerStandardize normaliser = new NormalizerStandardize(Nd4j.ones(1, 5), Nd4j.ones(1, 5));
    ModelSerializer.addNormalizerToModel(file, normaliser);
    assertRefused("\"normalizer.bin\"");
    writeModel();
    ModelSerializer.addObjectToFile(file, "key", "value");
    assertRefused("\"objects/key\"");
    for (String name : new String[] {"updater.bin", "preprocessor.bin", "../agent", "a.class"}) {
      writeModel();
      Map<String, byte[]> entries = entries();
      entries.put(name, new byte[] {1});
      write(entries);
      assertRefused("\"" + name + "\"");
    }
  }

  @Test
  void refusesClassesThatAreNotTheLibrarysOwn() throws IOException {
    Map<String, byte[]> entries = entries();
    String json = text(entries, ModelZip.CONFIGURATION);
    String other = json.replace("org.nd4j.linalg.activations.impl.ActivationTanH", "javax.Evil");
    entries.put(ModelZip.CONFIGURATION, other.getBytes(StandardCharsets.UTF_8));
    write(entries);
    assertRefused("javax.Evil");
    String hidden = other.replace("\"@class\"", "\"\\u0040class\"");
    entries.put(ModelZip.CONFIGURATION, hidden.getBytes(StandardCharsets.UTF_8));
    write(entries);
    assertRefused("javax.Evil");
  }

  @Test
  void refusesWhatIsTooLargeOrCutOff() throws IOException {
    Map<String, byte[]> entries = entries();
    byte[] coefficients = entries.get(ModelZip.COEFFICIENTS);
    entries.put(ModelZip.COEFFICIENTS, Arrays.copyOf(coefficients, coefficients.length - 1));
    write(entries);
    assertRefused("cut off");
    entries.put(ModelZip.COEFFICIENTS, Arrays.copyOf(coefficients, coefficients.length + 1));
    write(entries);
    assertRefused("bytes follow");
    entries.put(ModelZip.COEFFICIENTS, header(1L << 40));
    write(entries);
    assertRefused("axis 0");
    entries.put(ModelZip.COEFFICIENTS, header(ModelZip.LARGEST_COEFFICIENTS / 2));
    write(entries);
    assertRefused("are more than");
    entries.put(ModelZip.COEFFICIENTS, coefficients);
    entries.put(ModelZip.CONFIGURATION, new byte[ModelZip.LARGEST_CONFIGURATION + 1]);
    write(entries);
    assertThat(file.length()).as("a bomb").isLessThan(100_000);
    assertRefused("larger than");
  }

  @Test
  void refusesOtherFilesAndMissingParts() throws IOException {
    for (String name : new String[] {ModelZip.CONFIGURATION, ModelZip.COEFFICIENTS}) {
      writeModel();
      Map<String, byte[]> entries = entries();
      entries.remove(name);
      write(entries);
      assertRefused("\"" + name + "\"");
    }
    Files.write(file.toPath(), new byte[] {1, 2, 3});
    assertRefused("expected a Deeplearning4j model");
  }

  @Test
  void refusesMemory() throws IOException {
    MultiLayerNetwork recurrent =
        new MultiLayerNetwork(
            new NeuralNetConfiguration.Builder()
                .list()
                .layer(new LSTM.Builder().nIn(5).nOut(3).activation(Activation.TANH).build())
                .layer(
                    new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(4)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
    recurrent.init();
    ModelSerializer.writeModel(recurrent, file, false);
    assertRefused("recurrent layers");
  }

  private void assertRefused(String because) {
    assertThatThrownBy(() -> Dl4jNetwork.read(file.toPath(), WORLD))
        .isInstanceOf(DamagedFileException.class)
        .hasMessageContaining("agent.zip")
        .hasMessageContaining(because)
        .hasMessageNotContaining("\n");
  }

  private static byte[] header(long count) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(6);
    out.writeUTF("LONG");
    for (long each : new long[] {1, count, 1, 8192, 1, 99}) out.writeLong(each);
    out.writeUTF("MIXED_DATA_TYPES");
    out.writeLong(count);
    out.writeUTF("FLOAT");
    return bytes.toByteArray();
  }

  private Map<String, byte[]> entries() throws IOException {
    Map<String, byte[]> entries = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file)) {
      for (ZipEntry each : zip.stream().toList()) {
        entries.put(each.getName(), zip.getInputStream(each).readAllBytes());
      }
    }
    return entries;
  }

  private static String text(Map<String, byte[]> entries, String name) {
    return new String(entries.get(name), StandardCharsets.UTF_8);
  }

  private void write(Map<String, byte[]> entries) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file.toPath()))) {
      for (Map.Entry<String, byte[]> each : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(each.getKey()));
        zip.write(each.getValue());
      }
    }
  }
}
