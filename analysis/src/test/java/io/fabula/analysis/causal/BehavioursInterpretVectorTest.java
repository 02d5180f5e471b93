package io.fabula.analysis.causal;

import static io.fabula.analysis.Vectors.distance;
import static io.fabula.analysis.Vectors.doubles;
import static io.fabula.analysis.Vectors.ints;
import static io.fabula.analysis.Vectors.matrix;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.analysis.Matrix;
import io.fabula.analysis.Sequences;
import io.fabula.analysis.Vectors;
import io.fabula.analysis.clustering.CombinedDynamics;
import io.fabula.analysis.clustering.ModalClusters;
import io.fabula.analysis.decomposition.PrincipalComponents;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.analysis.decomposition.Standardisation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Combined dynamics, modal clusters, cross-correlations and Jacobians against stored numbers. */
class BehavioursInterpretVectorTest {
  private static final double TOLERANCE = 1e-6;

  private static JsonNode file;
  private static JsonNode hidden;
  private static Sequences agent;
  private static Projector original;
  private static int[] clusters;

  @BeforeAll
  static void prepare() {
    file = Vectors.read("analysis_behaviours.json.gz");
    hidden = Vectors.read("analysis_hidden_states.json");
    agent = Vectors.sequences(file.get("agent_h"));
    clusters = ints(file.get("xcorr").get("cluster_ids"));
    int k = hidden.get("K").intValue();
    JsonNode pca = hidden.get("pca");
    double[] deviation = Arrays.copyOf(doubles(pca.get("pc_variance_all_points")), k);
    for (int i = 0; i < k; i++) deviation[i] = Math.sqrt(deviation[i]);
    original =
        new Projector(
            new Standardisation(
                doubles(hidden.get("standardise").get("mu")),
                doubles(hidden.get("standardise").get("sigma"))),
            new PrincipalComponents(
                new double[agent.width()],
                matrix(pca.get("components")),
                doubles(pca.get("explained_variance_n_minus_1")),
                1,
                1),
            new double[k],
            deviation,
            matrix(hidden.get("ica").get("unmixing")),
            matrix(hidden.get("ica").get("mixing")));
  }

  @Test
  void combinesStatesAndDifferences() {
    int seed = file.get("env_pcs").get("seed").intValue();
    int width = 16;
    double[] world = new double[agent.samples() * agent.steps() * width];
    for (int row = 0; row < agent.samples() * agent.steps(); row++) {
      for (int c = 0; c < width; c++) {
        // the recorded matrix has 20 columns, of which the first 16 are used
        world[row * width + c] = Vectors.round(3 * Vectors.hash(row * 20 + c, 13, seed), 4);
      }
    }
    world[2 * width] = 5000;
    world[17 * width + 3] = -2500;
    Matrix rows =
        CombinedDynamics.rows(
            agent,
            new Sequences(agent.samples(), agent.steps(), width, world),
            CombinedDynamics.Options.PUBLISHED);
    JsonNode combined = file.get("combined");
    JsonNode summary = combined.get("fixed_summary");
    assertThat(new int[] {rows.rows(), rows.columns()}).isEqualTo(ints(summary.get("shape")));
    double sum = 0;
    double squares = 0;
    for (double each : rows.values()) {
      sum += each;
      squares += each * each;
    }
    assertThat(squares).isCloseTo(summary.get("sumsq").doubleValue(), within(1e-6 * squares));
    assertThat(sum)
        .isCloseTo(
            summary.get("sum").doubleValue(),
            within(1e-6 * Math.sqrt(rows.values().length * squares)));
    double[] first = doubles(summary.get("first"));
    assertThat(distance(Arrays.copyOf(rows.values(), first.length), first)).isLessThan(TOLERANCE);
    for (int i = 0; i < summary.get("at").size(); i++) {
      assertThat(rows.values()[summary.get("at").get(i).intValue()])
          .isCloseTo(summary.get("values").get(i).doubleValue(), within(TOLERANCE));
    }
    combined
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!name.matches("row\\d+")) return;
              double[] expected = doubles(combined.get(name));
              double[] actual = rows.row(Integer.parseInt(name.substring(3)));
              for (int j = 0; j < expected.length; j++) {
                // stored rows are the original's, whose state part is not clipped
                double bounded = Math.max(-1000, Math.min(1000, expected[j]));
                double wanted = j < agent.width() + width ? bounded : expected[j];
                assertThat(actual[j]).as(name + " " + j).isCloseTo(wanted, within(TOLERANCE));
              }
            });
  }

  @Test
  void choosesTheSmallestOfTheMostFrequentLabels() {
    JsonNode modal = file.get("modal_cluster");
    Matrix labels = matrix(modal.get("row_labels"));
    int[] flat = Arrays.stream(labels.values()).mapToInt(v -> (int) v).toArray();
    assertThat(ModalClusters.of(flat, labels.columns()).clusters())
        .isEqualTo(ints(modal.get("smallest_label_rule")));
  }

  @Test
  void crossCorrelatesTheMembersOfEachCluster() {
    JsonNode xcorr = file.get("xcorr");
    Sequences components = original.independentComponents(agent);
    Matrix firstSample = components.sample(0).transposed();
    assertThat(distance(firstSample.values(), matrix(xcorr.get("ic_sample0")).values()))
        .isLessThan(TOLERANCE);
    compare(components, xcorr.get("fixed"), false);
    compare(components, xcorr.get("legacy_scale_right_members"), true);
  }

  private static void compare(Sequences components, JsonNode expected, boolean legacyScale) {
    assertThat(expected).isNotEmpty();
    List<MeanPartial.Mean> means =
        CrossCorrelation.perBehaviour(
            components,
            clusters,
            new CrossCorrelation.Options(components.steps(), 1000, legacyScale));
    for (MeanPartial.Mean mean : means) {
      JsonNode matrices = expected.get(String.valueOf(mean.group()));
      assertThat(matrices).as("cluster " + mean.group()).isNotEmpty();
      for (int k = 0; k < matrices.size(); k++) {
        assertThat(distance(mean.matrices().get(k).values(), matrix(matrices.get(k)).values()))
            .as("cluster %d, difference %d", mean.group(), k)
            .isLessThan(TOLERANCE);
      }
    }
  }

  @Test
  void averagesJacobiansAndComparesSigns() {
    JsonNode jacobian = file.get("jacobian");
    int[] shape = ints(jacobian.get("shape"));
    int seed = jacobian.get("seed").intValue();
    int samples = shape[0];
    int targets = shape[1];
    int steps = shape[2];
    int width = shape[3];
    int targetStep = jacobian.get("mean_per_cluster").get(0).size() - 1;
    MeanPartial.Collector collector = new MeanPartial.Collector(0, targetStep + 1, targets);
    for (int s = 0; s < samples; s++) {
      List<Matrix> gradients = new ArrayList<>();
      for (int d = 0; d < targets; d++) {
        Matrix gradient = new Matrix(targetStep + 1, width);
        for (int i = 0; i < gradient.values().length; i++) {
          int flat = (s * targets + d) * steps * width + i;
          gradient.values()[i] = Vectors.round(Vectors.hash(flat, 16, seed) / 9, 6);
        }
        gradients.add(gradient);
      }
      collector.add(clusters[s], Jacobians.ofSample(gradients, original));
    }
    List<MeanPartial.Mean> means = MeanPartial.fold(collector.partials());
    int[] groups = ints(jacobian.get("clusters"));
    List<MeanPartial.Mean> correlations =
        CrossCorrelation.perBehaviour(
            original.independentComponents(agent),
            clusters,
            CrossCorrelation.Options.upTo(targetStep));
    for (int c = 0; c < groups.length; c++) {
      assertThat(means.get(c).group()).isEqualTo(groups[c]);
      for (int t = 0; t <= targetStep; t++) {
        Matrix mean = means.get(c).matrices().get(t);
        assertThat(
                distance(
                    mean.values(), matrix(jacobian.get("mean_per_cluster").get(c).get(t)).values()))
            .isLessThan(TOLERANCE);
        SignAgreement agreement =
            SignAgreement.of(
                mean,
                correlations.get(c).matrices().get(targetStep - t),
                new SignAgreement.Options(0, 1, 0));
        assertThat(agreement.agreement())
            .isCloseTo(
                jacobian.get("agreement_per_cluster_and_t_fixed_xcorr").get(c).get(t).doubleValue(),
                within(1e-9));
      }
    }
  }

  @Test
  void swapsDirectionsAsStored() {
    JsonNode swap = hidden.get("swap").get("cases");
    assertThat(swap).isNotEmpty();
    JsonNode ica = hidden.get("ica");
    int k = hidden.get("K").intValue();
    PrincipalComponents principal =
        new PrincipalComponents(
            doubles(hidden.get("pca").get("mean")),
            matrix(hidden.get("pca").get("components")),
            doubles(hidden.get("pca").get("explained_variance_n_minus_1")),
            1,
            1);
    Projector fixed =
        new Projector(
            original.standardisation(),
            principal,
            Arrays.copyOf(doubles(ica.get("kept_mean_of_scores")), k),
            Arrays.copyOf(doubles(ica.get("kept_sd_of_scores")), k),
            matrix(ica.get("unmixing")),
            matrix(ica.get("mixing")));
    for (JsonNode each : swap) {
      List<DirectionSwap.Replacement> replacements = new ArrayList<>();
      for (int i = 0; i < each.get("swap_from").size(); i++) {
        JsonNode to = each.get("swap_to").get(i);
        replacements.add(
            new DirectionSwap.Replacement(
                each.get("swap_from").get(i).intValue(),
                to.isNull() ? DirectionSwap.Replacement.NOTHING : to.intValue()));
      }
      DirectionSwap direction =
          each.get("mode").textValue().equals("pca")
              ? DirectionSwap.ofPrincipal(fixed.standardisation(), principal, replacements)
              : DirectionSwap.ofIndependent(fixed, replacements);
      double[] previous = doubles(each.get("h_prev"));
      double[] current = doubles(each.get("h"));
      double[] delta = new double[current.length];
      for (int j = 0; j < delta.length; j++) delta[j] = current[j] - previous[j];
      assertThat(distance(direction.amounts(delta), doubles(each.get("amounts"))))
          .isLessThan(TOLERANCE);
      double[] swapped = direction.apply(previous, current);
      assertThat(distance(swapped, doubles(each.get("h_new")))).isLessThan(TOLERANCE);
      if (each.has("ic_delta_after")) {
        double[] after = new double[current.length];
        for (int j = 0; j < after.length; j++) after[j] = swapped[j] - previous[j];
        assertThat(distance(fixed.jacobian().times(after), doubles(each.get("ic_delta_after"))))
            .isLessThan(TOLERANCE);
      }
    }
  }
}
