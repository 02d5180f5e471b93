package io.fabula.envs.recsim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.recsim.ChoiceOptions.Base;
import io.fabula.envs.recsim.ChoiceOptions.Constraint;
import io.fabula.envs.recsim.ChoiceOptions.NoClickScale;
import io.fabula.envs.vectors.VectorFiles;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Results of the published code on given inputs. */
class RecSimClosedFormTest {
  /** The recordings' own tolerance: the published code works in single precision. */
  private static final double TOLERANCE = 1e-6;

  private static final double FIRST_SHARED_NUMBER = 0.7713206433;

  private final JsonNode recorded = VectorFiles.json("recsim", "closed_form.json");

  @Test
  void scalesMetricsAsRecorded() {
    Pattern name = Pattern.compile("slate(\\d+)_categories(\\d+)");
    for (Map.Entry<String, JsonNode> entry : fields(recorded.get("metric_caps"))) {
      Matcher numbers = name.matcher(entry.getKey());
      assertThat(numbers.matches()).isTrue();
      SlateScores scores =
          new SlateScores(
              Integer.parseInt(numbers.group(1)), Integer.parseInt(numbers.group(2)), 1);
      JsonNode caps = entry.getValue();
      assertClose(scores.maximumEntropy(), caps.get("max_entropy"));
      assertClose(scores.minimumSpecificity(), caps.get("min_spec_ent"));
      assertClose(scores.maximumSpecificity(), caps.get("max_spec_ent"));
      assertClose(scores.minimumCosineSpecificity(), caps.get("min_spec_div"));
      assertClose(scores.maximumCosineSpecificity(), caps.get("max_spec_div"));
    }
  }

  @Test
  void judgesSlatesAsRecorded() {
    JsonNode metrics = recorded.get("slate_metrics");
    int size = metrics.get("slate_size").intValue();
    SlateScores scores =
        new SlateScores(
            size,
            metrics.get("num_categories").intValue(),
            metrics.get("num_subcategories").intValue());
    int width = metrics.get("embedding").get(0).size();
    double[] features = new double[size * width];
    for (int i = 0; i < size; i++) {
      double[] row = VectorFiles.doubles(metrics.get("embedding").get(i));
      System.arraycopy(row, 0, features, i * width, width);
    }
    for (Map.Entry<String, JsonNode> entry : fields(metrics.get("slates"))) {
      JsonNode slate = entry.getValue();
      int[] main = new int[size];
      int[] sub = new int[size];
      for (int i = 0; i < size; i++) {
        main[i] = slate.get("main_sub").get(i).get(0).intValue();
        sub[i] = slate.get("main_sub").get(i).get(1).intValue();
      }
      scores.count(main, sub);
      assertClose(scores.entropy(), slate.get("entropy"));
      assertClose(scores.specificity(), slate.get("specificity"));
      assertClose(scores.diversity(features, width), slate.get("intrasession_diversity"));
      assertClose(scores.cosineSpecificity(features, width), slate.get("specificity_cosine"));
      for (CprOperation operation : CprOperation.values()) {
        String key = "cpr_" + operation.name().toLowerCase(Locale.ROOT);
        assertClose(scores.cpr(operation), slate.get(key));
        for (int i = 0; i < size; i++) {
          assertClose(scores.cpr(operation, main[i]), slate.get(key + "_vector").get(i));
        }
      }
      for (int i = 0; i < size; i++) {
        assertClose(scores.entropy(main[i]), slate.get("entropy_vector").get(i));
        assertClose(scores.specificity(main[i]), slate.get("specificity_vector").get(i));
      }
    }
  }

  @Test
  void choosesAsRecorded() {
    for (JsonNode choice : VectorFiles.cases(recorded.get("choice"))) {
      JsonNode settings = choice.get("settings");
      int size = choice.get("docs").size();
      ChoiceModel model = new ChoiceModel(options(settings), size);
      double[] user = VectorFiles.doubles(choice.get("user"));
      double[] affinities = new double[size];
      for (int i = 0; i < size; i++) {
        double[] features = VectorFiles.doubles(choice.get("docs").get(i));
        for (int k = 0; k < user.length; k++) affinities[i] += user[k] * features[k];
      }
      double[] cpr = new double[size];
      Arrays.fill(cpr, settings.get("cpr").asDouble());
      double metric = settings.get("metric").asDouble();
      double[] chances = model.probabilities(affinities, cpr, metric, new boolean[size]);
      assertThat(chances)
          .as(settings.toString())
          .containsExactly(
              VectorFiles.doubles(choice.get("probs_items_then_skip")), within(TOLERANCE));
      // scores are recorded with five to eight digits
      assertThat(model.scores())
          .containsExactly(VectorFiles.doubles(choice.get("scores")), within(5e-6));
      assertClose(model.noClickScore(), choice.get("score_no_click_before_adaptive"));
      assertThat(model.choose(FIRST_SHARED_NUMBER))
          .isEqualTo(choice.get("first_choice_with_seed_10").intValue());
    }
  }

  private static ChoiceOptions options(JsonNode settings) {
    Base base =
        switch (settings.get("base_choice_model").asText()) {
          case "MultinomialProportionalChoiceModel", "None" -> Base.MULTINOMIAL_PROPORTIONAL;
          case "MultinomialLogitChoiceModel" -> Base.MULTINOMIAL_LOGIT;
          case "ExponentialCascadeChoiceModel" -> Base.EXPONENTIAL_CASCADE;
          case "ProportionalCascadeChoiceModel" -> Base.PROPORTIONAL_CASCADE;
          default -> throw new AssertionError(settings.get("base_choice_model").asText());
        };
    NoClickScale scale =
        switch (settings.get("no_click_mass_method").asText()) {
          case "None", "null" -> NoClickScale.KEEP;
          case "min_max" -> NoClickScale.MIN_MAX;
          case "slate_size" -> NoClickScale.SLATE_SIZE;
          default -> throw new AssertionError(settings.get("no_click_mass_method").asText());
        };
    return new ChoiceOptions(
        base,
        settings.get("include_no_click").booleanValue(),
        settings.get("no_click_mass").asDouble(),
        scale,
        settings.get("no_click_mass_alpha").asDouble(),
        settings.get("user_alpha").asDouble(),
        settings.get("cpr_alpha").asDouble(),
        CprOperation.MULTIPLY,
        false,
        settings.get("metric").isNull() ? null : SlateMetric.SPECIFICITY,
        settings.get("metric_alpha").asDouble(),
        settings.get("how_to_apply_metric").asText().equals("multiply"),
        false,
        settings.get("attention_prob").asDouble(),
        settings.get("score_scaling").asDouble(),
        Constraint.NONE);
  }

  @Test
  void movesTastesAsRecorded() {
    for (JsonNode update : VectorFiles.cases(recorded.get("user_interest_update"))) {
      double[] user = VectorFiles.doubles(update.get("user"));
      double[] item = VectorFiles.doubles(update.get("doc"));
      assertClose(Responses.approachProbability(user, item, 0), update.get("positive_prob"));
      Responses.move(user, item, 0, update.get("flip").asDouble());
      assertThat(user)
          .containsExactly(VectorFiles.doubles(update.get("new_user")), within(TOLERANCE));
    }
  }

  @Test
  void spendsTimeAsRecorded() {
    for (JsonNode spent : VectorFiles.cases(recorded.get("time_budget"))) {
      double before = spent.get("budget_before").asDouble();
      double[] satisfaction = VectorFiles.doubles(spent.get("satisfaction_after_update"));
      double[] quality = VectorFiles.doubles(spent.get("quality"));
      double product = 0;
      for (int i = 0; i < quality.length; i++) product += satisfaction[i] * quality[i];
      double after =
          spent.get("clicked").booleanValue()
              ? Responses.budgetAfterClick(before, spent.get("video_length").asDouble(), product)
              : before - spent.get("skip_penalty").asDouble();
      assertClose(after, spent.get("budget_after"));
    }
  }

  private static void assertClose(double actual, JsonNode expected) {
    assertThat(actual).isCloseTo(expected.asDouble(), within(TOLERANCE));
  }

  private static Iterable<Map.Entry<String, JsonNode>> fields(JsonNode node) {
    assertThat(node.size()).isPositive();
    Iterator<Map.Entry<String, JsonNode>> fields = node.fields();
    return () -> fields;
  }
}
