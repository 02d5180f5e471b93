package io.fabula.pipelines.studies.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.model.impala.ImpalaArchitecture;
import io.fabula.model.impala.ImpalaNetwork;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.interpret.stages.TrainAgent;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.TableReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The chain with agents that it does not train by itself, and with agents without memory. */
class OtherAgentsTest {
  private static final ImpalaArchitecture SIZE =
      new ImpalaArchitecture(64, 4, 1, List.of(4, 8), 12, 9, true, 15);

  @TempDir Path directory;

  @Test
  void takesAnAgentThatWasTrainedElsewhere() throws IOException {
    Path file = export("elsewhere.safetensors", 1, false);
    Path place = directory.resolve("store");
    Console console = stage(place, "evaluate-agent", file);
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    Store store = Store.at(place.toString());
    assertThat(store.manifests("train-agent")).hasSize(1);
    Manifest manifest = store.manifests("train-agent").get(0);
    assertThat(manifest.toString()).doesNotContain("elsewhere");
    Artifact agent = store.artifact(manifest.id());
    try (ImpalaNetwork taken = TrainAgent.load(agent);
        ImpalaNetwork expected = ImpalaNetwork.create(SIZE, 1)) {
      assertThat(taken.architecture()).isEqualTo(SIZE);
      for (ParameterShape each : SIZE.parameters()) {
        assertThat(taken.parameters().get(each.name()))
            .isEqualTo(expected.parameters().get(each.name()));
      }
    }
    Path same = Files.copy(file, directory.resolve("elsewhere else.safetensors"));
    assertThat(stage(place, "train-agent", same).exitCode()).isZero();
    assertThat(store.manifests("train-agent")).as("the same content").hasSize(1);
    assertThat(stage(place, "train-agent", export("other.safetensors", 2, false)).exitCode())
        .isZero();
    assertThat(store.manifests("train-agent")).as("another agent").hasSize(2);
  }

  @Test
  void saysInOneLineWhyAnAgentCannotBeTaken() throws IOException {
    Path place = directory.resolve("store");
    assertRefused(stage(place, "train-agent", export("cut.safetensors", 1, true)), "fc_value.bias");
    assertRefused(stage(place, "train-agent", directory.resolve("none.safetensors")), "no file");
    Path zip = Files.write(directory.resolve("agent.zip"), new byte[] {1});
    assertRefused(stage(place, "train-agent", zip), "gradients");
    assertRefused(stage(place, "train-agent", Path.of("referense")), "training, reference or");
    Console other =
        Console.run(
            Studies.builtIn(), "plan", "interpret", "agent.recurrent=false", "agent.hidden=7");
    assertRefused(other, "hidden must equal embedding");
  }

  @Test
  void studiesAnAgentWithoutMemory() throws IOException {
    Path place = directory.resolve("store");
    Console console =
        Console.run(
            Studies.builtIn(),
            "run",
            "interpret",
            "--profile=tiny",
            "--store=" + place,
            "agent.recurrent=false",
            "stories.untrained_agents=1");
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
    Store store = Store.at(place.toString());
    assertThat(store.manifests("causal-stories")).hasSize(1);
    Manifest recorded = store.manifests("record-rollouts").get(0);
    Artifact rollouts = store.artifact(recorded.id());
    List<float[]> states = new ArrayList<>();
    Path steps = rollouts.files("steps").get(0);
    TableReader.forEach(
        steps,
        TableReader.schema(steps).only("hx_out"),
        row -> {
          if (row.get("hx_out") instanceof float[] state) states.add(state);
        });
    assertThat(states).isNotEmpty();
    boolean felt = false;
    for (float[] state : states) {
      for (float each : state) {
        assertThat(each).as("an embedding behind a relu").isNotNegative();
        felt |= each > 0;
      }
    }
    assertThat(felt).isTrue();
  }

  private static void assertRefused(Console console, String because) {
    assertThat(console.exitCode()).isNotZero();
    assertThat(console.err()).contains("fabula:").contains(because);
    assertThat(console.err().strip().lines().filter(line -> line.startsWith("fabula:"))).hasSize(1);
    assertThat(console.err()).doesNotContain("\tat ");
  }

  private static Console stage(Path store, String stage, Path agent) {
    return Console.run(
        Studies.builtIn(),
        "stage",
        "interpret",
        stage,
        "--profile=tiny",
        "--store=" + store,
        "agent.from=" + agent);
  }

  /** Tensors alone, as PyTorch's {@code safetensors.torch.save_file} writes a state dictionary. */
  private Path export(String name, long seed, boolean lacking) throws IOException {
    TensorFile file = new TensorFile();
    try (ImpalaNetwork network = ImpalaNetwork.create(SIZE, seed)) {
      TensorFile whole = network.save();
      for (ParameterShape each : SIZE.parameters()) {
        if (lacking && each.name().equals("fc_value.bias")) continue;
        file.put(each.name(), whole.tensor(each.name()));
      }
    }
    Path path = directory.resolve(name);
    file.write(path);
    return path;
  }
}
