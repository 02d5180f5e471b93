package io.fabula.model.scinet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.subgrid.SubGridOptions;
import io.fabula.envs.subgrid.SubGridWorld;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Plan;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.VectorFile;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forward pass and steps of selection mode as recorded from the original. */
class SciNetSelectionVectorTest {
  private static final String NOISE = SelectionArchitecture.NOISE;
  private static final double RATE = 1e-4;

  private record Case(JsonNode file, StateSpace space, SelectionNetwork network, int batch) {
    float[] observations() {
      return SciNetPolicyVectorTest.observations(
          space, SciNetPolicyVectorTest.positions(file.path("positions")));
    }

    float[] actions() {
      return SciNetFormula.oneHot(VectorFile.ints(file.path("actions")), space.actions());
    }

    SciNetFormula formula() {
      return new SciNetFormula(file.path("offset").asDouble());
    }
  }

  private static Case read(String name) {
    JsonNode file = VectorFile.read("subgridworld/" + name + ".json");
    StateSpace space = StateSpace.of(new SubGridWorld(SubGridOptions.published(1)));
    SelectionArchitecture architecture =
        SelectionArchitecture.published(space.observationSize(), space.actions());
    Case read =
        new Case(
            file,
            space,
            SelectionNetwork.create(architecture, 1, -10, 0),
            file.path("batch").asInt());
    assertThat(file.path("positions")).hasSize(read.batch);
    read.formula().fill(read.network);
    JsonNode start = file.path("selectors_init");
    read.network.encoderNoise().set(NOISE, VectorFile.floats(start.path("encoder")));
    read.network.decoderNoise(0).set(NOISE, VectorFile.floats(start.path("decoder")));
    return read;
  }

  @ParameterizedTest
  @ValueSource(strings = {"nn_selection_init", "nn_selection_mixed"})
  void forwardPassIsThatOfTheOriginal(String name) {
    Case each = read(name);
    try (SelectionNetwork network = each.network) {
      SelectionArchitecture architecture = network.architecture();
      int latents = architecture.latents();
      Graph graph = new Graph();
      SelectionGraph parts = new SelectionGraph(network, graph);
      Node observations = graph.input("observations", each.batch, architecture.observation());
      Node actions = graph.input("actions", each.batch, architecture.actions());
      Node draws = graph.input("draws", each.batch, latents);
      Node clean = parts.encoder(observations);
      Node deviations = SelectionGraph.deviations(clean);
      Node noisy = SelectionGraph.noisy(clean, parts.encoderNoise(), draws);
      Node rebuilt = parts.autoencoder(noisy);
      Node seen = SelectionGraph.noisy(noisy, parts.decoderNoise(0), draws);
      Node prediction = parts.decoder(0, seen, actions);
      try (Plan plan = Plan.forward(clean, deviations, noisy, rebuilt, prediction)) {
        plan.set(observations, each.observations());
        plan.set(actions, each.actions());
        plan.set(draws, each.formula().draws(each.batch, latents, 0));
        plan.forward();
        check(each, "latent_no_noise_row0", plan.get(clean));
        check(each, "latent_std_unbiased", plan.get(deviations));
        check(each, "latent_noisy_row0", plan.get(noisy));
        check(each, "reconstruction_row0", plan.get(rebuilt));
        check(each, "prediction_all", plan.get(prediction));
      }
    }
  }

  private static void check(Case each, String name, float[] values) {
    JsonNode expected = each.file.path(name);
    double[] numbers = VectorFile.doubles(expected);
    assertThat(numbers).as(name).isNotEmpty();
    double size = Arrays.stream(numbers).map(Math::abs).max().orElseThrow();
    for (int i = 0; i < numbers.length; i++) {
      Closeness.near(name + " " + i, values[i], numbers[i], 1e-4 * size);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nn_selection_init", "nn_selection_mixed"})
  void stepsAreThoseOfTheOriginal(String name) {
    Case each = read(name);
    SelectionNetwork network = each.network;
    int latents = network.architecture().latents();
    try (network;
        SelectionStep step =
            new SelectionStep(network, 0, each.batch, SelectionOptions.Weights.PUBLISHED);
        SelectionOptimisers optimisers = new SelectionOptimisers(network, 0, 1e-5, null)) {
      int number = 0;
      for (JsonNode expected : VectorFile.list(each.file.path("steps"), "steps")) {
        float[] draws = each.formula().draws(each.batch, latents, number++);
        step.run(
            new SelectionStep.Batch(
                each.observations(),
                each.actions(),
                VectorFile.floats(each.file.path("targets")),
                draws,
                draws));
        loss("policy", step.policyLoss(), expected.path("loss_policy"));
        loss("autoencoder", step.autoencoderLoss(), expected.path("loss_autoencoder"));
        gradient("encoder", network.encoderNoise().gradients().get(NOISE), expected);
        gradient("decoder", network.decoderNoise(0).gradients().get(NOISE), expected);
        optimisers.step(RATE, RATE);
        within("s_enc", network.encoderLogNoise(), expected.path("encoder_selectors"), 2e-6);
        within("s", network.decoderLogNoise(0), expected.path("decoder_selectors"), 2e-6);
        within(
            "output weight",
            Arrays.copyOf(network.decoder(0).get(SelectionArchitecture.OUTPUT_WEIGHT), 4),
            expected.path("output_weight_first4"),
            2e-6);
        within(
            "output bias",
            network.decoder(0).get(SelectionArchitecture.OUTPUT_BIAS),
            expected.path("output_bias"),
            2e-6);
      }
    }
  }

  private static void loss(String what, double actual, JsonNode expected) {
    Closeness.near(what + " loss", actual, expected.asDouble(), 1e-3 * expected.asDouble());
  }

  private static void gradient(String what, float[] actual, JsonNode step) {
    JsonNode expected = step.path("grad_" + what + "_selectors");
    double size = 0;
    for (double each : VectorFile.doubles(expected)) size = Math.max(size, Math.abs(each));
    within("gradient of " + what, actual, expected, 1e-3 * size);
  }

  private static void within(String what, float[] actual, JsonNode expected, double tolerance) {
    double[] numbers = VectorFile.doubles(expected);
    assertThat(actual).as(what).hasSize(numbers.length);
    for (int i = 0; i < numbers.length; i++) {
      Closeness.near(what + " " + i, actual[i], numbers[i], tolerance);
    }
  }
}
