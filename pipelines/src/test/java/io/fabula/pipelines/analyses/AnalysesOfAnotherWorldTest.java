package io.fabula.pipelines.analyses;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.fabula.pipelines.analyses.behaviours.MeaningTable;
import io.fabula.pipelines.analyses.saliency.SaliencyTable;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.OtherReaders;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every analysis on the recording of a recurrent agent in a world that is not CoinRun. */
class AnalysesOfAnotherWorldTest {
  @TempDir static Path directory;

  @BeforeAll
  static void runTheChain() {
    Console console =
        Console.run(
            new Studies(List.of(new RoomsStudy())),
            "run",
            "rooms",
            "--profile=tiny",
            "--store=" + directory);
    assertThat(console.err()).doesNotContain("fabula:");
    assertThat(console.exitCode()).isZero();
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("rooms", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  private static List<GenericRecord> rows(String stage, String table) throws IOException {
    return OtherReaders.avro(artifact(stage).file(table + ".parquet"));
  }

  private static double number(GenericRecord row, String column) {
    return ((Number) row.get(column)).doubleValue();
  }

  @Test
  void aComponentAtItsOwnStepIsItselfHereToo() {
    for (SaliencyTable.SampleJacobian each : SaliencyTable.jacobians(artifact("saliency"), true)) {
      double[] own = each.steps().get(each.target()).values();
      int size = (int) Math.round(Math.sqrt(own.length));
      for (int i = 0; i < own.length; i++) {
        assertThat(own[i]).isCloseTo(i % (size + 1) == 0 ? 1 : 0, within(1e-4));
      }
    }
    assertThat(artifact("consistency").manifest().metric("distance_from_identity_at_0"))
        .isLessThan(1e-4);
  }

  @Test
  void swapsHaveTheEndingsAndActionsOfThisWorld() throws IOException {
    assertThat(rows("swap-game", "intervention_eval"))
        .extracting(row -> row.get("measure").toString())
        .contains("return", "acts: forward", "ends: goal")
        .noneMatch(measure -> measure.contains("saw"));
    assertThat(rows("swap-simulator", "intervention_eval")).isNotEmpty();
    assertThat(artifact("edits").manifest().metrics()).isNotEmpty();
  }

  @Test
  void everyRecordedDecisionButTheFirstIsMapped() throws IOException {
    List<GenericRecord> mapped = rows("map-hidden", "hx_map");
    assertThat((double) mapped.size())
        .isEqualTo(artifact("rollouts").manifest().metric("steps") - 8);
    TreeSet<Integer> clusters = new TreeSet<>();
    for (GenericRecord row : mapped) {
      clusters.add((int) number(row, "cluster"));
      assertThat((int) number(row, "t")).isPositive();
      List<?> factors = (List<?>) row.get("nmf");
      for (Object each : factors) assertThat((float) each).isNotNegative();
      int largest = (int) number(row, "nmf_max");
      for (Object each : factors) {
        assertThat((float) factors.get(largest)).isGreaterThanOrEqualTo((float) each);
      }
    }
    List<GenericRecord> means = rows("map-hidden", "hx_clusters");
    assertThat(means).hasSize(clusters.size());
    assertThat(means.stream().mapToDouble(row -> number(row, "rows")).sum())
        .isEqualTo(mapped.size());
    assertThat(rows("map-hidden", "readout"))
        .extracting(row -> row.get("output").toString())
        .containsExactly("left", "right", "forward", "pickup", "drop", "toggle", "done", "value");
    assertThat(rows("map-hidden", "gen_hx_projected")).hasSize(4 * 8);
    assertThat(rows("map-simulator", "env_points")).hasSize(32 * 8);
  }

  /** Two shards sum a file each; the components are those of all rows. */
  @Test
  void theSimulatorsComponentsAreThoseOfAllSteps() throws IOException {
    assertThat(artifact("samples").parts("samples/")).hasSize(2);
    List<GenericRecord> points = rows("map-simulator", "env_points");
    List<GenericRecord> axes = rows("map-simulator", "env_components");
    for (int c = 0; c < axes.size(); c++) {
      double sum = 0;
      double squares = 0;
      for (GenericRecord row : points) {
        double score = ((Number) ((List<?>) row.get("pc")).get(c)).doubleValue();
        sum += score;
        squares += score * score;
      }
      assertThat(sum / points.size()).isCloseTo(0, within(1e-5));
      double variance = number(axes.get(c), "variance");
      assertThat(squares / (points.size() - 1)).isCloseTo(variance, within(1e-4));
      if (c > 0) assertThat(variance).isLessThan(number(axes.get(c - 1), "variance") + 1e-12);
    }
  }

  @Test
  void randomBeginningsAreSetBesideInformedOnes() throws IOException {
    List<GenericRecord> points = rows("map-beginnings", "bottleneck_points");
    assertThat(points).hasSize(2 * 32);
    assertThat(points)
        .filteredOn(row -> row.get("variant").toString().equals("random"))
        .hasSize(32)
        .allMatch(row -> number(row, "nearest") > 0 && number(row, "nearest") < 2);
  }

  /** What rollouts of all behaviours have in common adds up to what all of them have. */
  @Test
  void behavioursAreDescribedByWhatTheWorldKnows() {
    List<MeaningTable.Meaning> meanings = MeaningTable.read(artifact("describe"));
    assertThat(meanings)
        .extracting(MeaningTable.Meaning::mark)
        .contains("near: key", "near: door", "does: forward", "soon: goal", "ends: goal");
    for (MeaningTable.Meaning each : meanings) {
      assertThat(each.share()).isBetween(0.0, 1.0);
      assertThat(each.low()).isLessThanOrEqualTo(each.difference() + 1e-9);
      assertThat(each.high()).isGreaterThanOrEqualTo(each.difference() - 1e-9);
    }
    Map<Integer, Double> actions = new TreeMap<>();
    for (MeaningTable.Meaning each : meanings) {
      if (each.kind().equals("actions")) actions.merge(each.cluster(), each.share(), Double::sum);
    }
    assertThat(actions).isNotEmpty();
    assertThat(actions.values()).allSatisfy(sum -> assertThat(sum).isBetween(0.0, 1 + 1e-9));
  }

  /** 32 rollouts of 8 steps: 12 of 256 loadings are high, 12 low, whoever's they are. */
  @Test
  void extremesAreWhatLiesBeyondTheirThresholds() throws IOException {
    Map<Integer, Double> high = new TreeMap<>();
    for (GenericRecord row : rows("extremes", "extrema_thresholds")) {
      high.put((int) number(row, "component"), number(row, "high"));
      assertThat(number(row, "low")).isLessThan(number(row, "middle_lower"));
      assertThat(number(row, "middle_upper")).isLessThan(number(row, "high"));
    }
    assertThat(high).hasSize(3);
    List<GenericRecord> extremes = rows("extremes", "extrema");
    assertThat(extremes)
        .filteredOn(row -> row.get("group").toString().equals("high"))
        .hasSizeGreaterThan(3)
        .allMatch(row -> number(row, "loading") > high.get((int) number(row, "component")));
    assertThat(extremes)
        .filteredOn(row -> row.get("scope").toString().equals("saliency_step"))
        .allMatch(row -> (int) number(row, "t") == 4);
    List<GenericRecord> correlations = rows("extremes", "extrema_xcorr");
    assertThat(correlations)
        .filteredOn(row -> (int) number(row, "component") < 0)
        .hasSize(3)
        .allMatch(row -> (int) number(row, "n_samples") == 32);
    for (GenericRecord row : rows("extremes", "component_cosines")) {
      List<?> cosines = (List<?>) row.get("cosine");
      assertThat((double) cosines.get((int) number(row, "component"))).isEqualTo(1);
    }
  }

  @Test
  void rolloutsAreClusteredByTheGradientsThatSaliencyLeft() throws IOException {
    List<GenericRecord> samples = rows("gradients", "gradient_samples");
    assertThat(samples)
        .extracting(row -> (int) number(row, "sample_id"))
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat((List<?>) samples.get(0).get("point")).hasSize(3);
    List<SaliencyTable.SampleJacobian> jacobians =
        SaliencyTable.jacobians(artifact("saliency"), true);
    for (GenericRecord cluster : rows("gradients", "gradient_clusters")) {
      double[] mean = new double[9];
      int members = 0;
      for (int i = 0; i < samples.size(); i++) {
        if (!samples.get(i).get("cluster").equals(cluster.get("cluster"))) continue;
        members++;
        double[] own = jacobians.get(i).steps().get(3).values();
        for (int j = 0; j < 9; j++) mean[j] += own[j];
      }
      assertThat((int) number(cluster, "n_samples")).isEqualTo(members);
      List<?> written = (List<?>) cluster.get("jacobian");
      for (int j = 0; j < 9; j++) {
        assertThat((double) written.get(j)).isCloseTo(mean[j] / members, within(1e-6));
      }
    }
    assertThat(artifact("gradients").manifest().metric("p_with_behaviours")).isBetween(0.01, 1.0);
  }

  @Test
  void factorsAreTriedUpToTheSizeOfTheState() throws IOException {
    List<GenericRecord> folds = rows("factors", "nmf_folds");
    assertThat(folds)
        .extracting(row -> (int) number(row, "factors"))
        .containsExactly(2, 2, 4, 4, 10, 10);
    assertThat(folds)
        .allMatch(row -> number(row, "shown_error") > 0 && number(row, "hidden_error") > 0);
    assertThat(artifact("factors").manifest().metric("best_factors")).isIn(2.0, 4.0, 10.0);
  }

  @Test
  void everyClusteredStepHasAPlaceInTheMapOfBehaviours() throws IOException {
    List<GenericRecord> map = rows("map-behaviours", "behaviour_map");
    List<GenericRecord> clustered = rows("behaviours", "behaviour_rows");
    assertThat(map).hasSize(32 * 5).hasSameSizeAs(clustered);
    for (int i = 0; i < map.size(); i++) {
      for (String each : List.of("sample_id", "t", "cluster")) {
        assertThat(map.get(i).get(each)).isEqualTo(clustered.get(i).get(each));
      }
    }
  }

  @Test
  void lossesArePerWindowAndTheModelsIsTheSumOfItsTerms() throws IOException {
    Map<String, Double> sums = new TreeMap<>();
    for (GenericRecord row : rows("loss", "loss_over_time")) {
      if ((int) number(row, "step") != 2) continue;
      sums.merge(row.get("term").toString(), number(row, "loss"), Double::sum);
    }
    assertThat(sums.get("loss_model"))
        .isCloseTo(
            sums.get("loss_reconstr_ims")
                + sums.get("loss_reconstr_agent_hs")
                + sums.get("loss_kl_rssm")
                + sums.get("loss_env_update"),
            within(1e-3 * sums.get("loss_model")));
    assertThat(sums).containsKeys("image", "mean_image", "repeat_last");
  }

  @Test
  void interpolationsReachBothEndsAndOptimisedTargetsGrow() throws IOException {
    assertThat(rows("interpolate", "interpolations"))
        .extracting(row -> number(row, "fraction"))
        .contains(0.0, 0.5, 1.0);
    assertThat(rows("optimise", "optimised_targets"))
        .hasSize(6)
        .allMatch(row -> number(row, "after") >= number(row, "before"));
    for (Path file : artifact("optimise").files("optimised_samples/")) {
      assertThat(OtherReaders.avro(file))
          .allMatch(row -> number(row, "after") >= number(row, "before"));
    }
  }

  @Test
  void thePolicyOfOneActionTakesIt() throws IOException {
    List<GenericRecord> steps =
        OtherReaders.avro(artifact("forward-rollouts").files("steps/").get(0));
    assertThat(steps)
        .filteredOn(row -> row.get("action") != null)
        .isNotEmpty()
        .allMatch(row -> (int) number(row, "action") == 2);
    List<GenericRecord> predictions = rows("policies", "policy_predictions");
    assertThat(predictions).hasSize(2 * 4);
    assertThat(rows("policies", "policy_rollouts"))
        .hasSize(2 * 4)
        .filteredOn(row -> row.get("policy").toString().equals("forward"))
        .allMatch(row -> number(row, "nearest_real") >= 0 && number(row, "ended_simulated") <= 1);
  }
}
