package io.fabula.pipelines.studies.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabula.pipelines.config.Settings;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.interpret.settings.InterpretSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishedNamesTest {
  private static final InterpretStudy STUDY = new InterpretStudy();

  private static ResolvedStudy<InterpretSettings> resolve(Optional<Path> file, String... values) {
    return ResolvedStudy.of(STUDY, "tiny", file, List.of(values));
  }

  private static List<String> names(List<Stage> stages) {
    return stages.stream().map(Stage::name).toList();
  }

  @Test
  void everyPublishedNameIsOneOfOurStagesOrKeys() {
    InterpretSettings settings = resolve(Optional.empty()).settings();
    Set<String> ours = new HashSet<>(Settings.keys(InterpretSettings.class));
    ours.addAll(names(STUDY.stages(settings)));
    ours.addAll(names(STUDY.onRequest(settings)));
    assertThat(ours).containsAll(PublishedNames.all().values());
  }

  @Test
  void aPublishedFileIsTakenAsItIs(@TempDir Path directory) throws IOException {
    Path file = directory.resolve("defaults.yaml");
    Files.writeString(
        file,
        """
        analysis:
          agent_h: {n_clusters: 3, n_components_nmf: 5, num_generated_samples: 7, num_epi_paths: 2}
          env_h: {n_clusters: 6, n_components_pca: 9}
          bottleneck: {num_samples: 20, n_clusters: 2}
          loss_over_time: {num_batches: 3}
          target_func: {timesteps: [2], lr: 0.01, num_its: 4, directions: ["0 to 2"]}
        """);
    InterpretSettings settings = resolve(Optional.of(file)).settings();
    assertThat(settings.analyses().hiddenMap().nClusters()).isEqualTo(3);
    assertThat(settings.analyses().factors().nComponentsNmf()).isEqualTo(5);
    assertThat(settings.analyses().worldMap().nComponentsPca()).isEqualTo(9);
    assertThat(settings.analyses().beginnings()).isEqualTo(20);
    assertThat(settings.analyses().lossOverTime().numBatches()).isEqualTo(3);
    assertThat(settings.analyses().targetFunc().timestep()).isEqualTo(2);
    assertThat(settings.analyses().targetFunc().lr()).isEqualTo(0.01);
  }

  @Test
  void aRunMakesWhatIsAskedForWithWhatItReadsAndNothingElse() {
    InterpretSettings none = resolve(Optional.empty(), "request.stages=[]").settings();
    InterpretSettings asked =
        resolve(Optional.empty(), "request.stages=[consistency,interpolation_exp,move-coin]")
            .settings();
    List<String> more = new ArrayList<>(names(STUDY.stages(asked)));
    more.removeAll(names(STUDY.stages(none)));
    assertThat(more)
        .containsExactlyInAnyOrder(
            "move-coin", "saliency", "consistency", "interpolate-beginnings");
    assertThat(names(STUDY.onRequest(asked))).doesNotContainAnyElementsOf(more);
    assertThat(names(STUDY.onRequest(none))).containsAll(more);
    InterpretSettings wrong = resolve(Optional.empty(), "request.stages=[ghost]").settings();
    assertThatThrownBy(() -> STUDY.stages(wrong))
        .isInstanceOf(UsageProblem.class)
        .hasMessageContaining("request.stages must be some of [move-coin,")
        .hasMessageEndingWith("got ghost");
  }
}
