package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.ActionSpace;
import io.fabula.envs.platform.Platform;
import io.fabula.model.mpdqn.MpDqnExploration.ParameterExploration;
import io.fabula.model.vectors.VectorFile;
import java.util.Iterator;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Noise, inversion, exploration, returns and scaling as the originals compute them. */
class MpDqnRulesVectorTest {
  private static final double TOLERANCE = 1e-12;
  private final JsonNode recorded = VectorFile.read("platform/misc.json");

  @Test
  void noiseWandersAsRecorded() {
    JsonNode ou = recorded.get("ou");
    OrnsteinUhlenbeck noise =
        new OrnsteinUhlenbeck(
            ou.get("z").get(0).size(),
            ou.get("theta").asDouble(),
            ou.get("mu").asDouble(),
            ou.get("sigma").asDouble());
    Iterator<Double> drawn = DoubleStream.of(VectorFile.doubles(ou.get("z"))).iterator();
    for (JsonNode expected : VectorFile.list(ou.get("x"), "noise")) {
      assertThat(noise.next(drawn::next))
          .containsExactly(VectorFile.doubles(expected), within(TOLERANCE));
    }
  }

  @Test
  void gradientsAreInverted() {
    JsonNode inversion = recorded.get("invert_gradients");
    for (JsonNode c : VectorFile.list(inversion.get("cases"), "inversion")) {
      double inverted =
          ActorObjective.invert(
              c.get("grad").asDouble(),
              c.get("value").asDouble(),
              inversion.get("min").asDouble(),
              inversion.get("max").asDouble());
      assertThat(inverted).isCloseTo(c.get("out").asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void chanceOfRandomActionsFallsWithEpisodes() {
    JsonNode epsilon = recorded.get("epsilon");
    MpDqnExploration exploration =
        new MpDqnExploration(
            epsilon.get("max").asDouble(),
            epsilon.get("min").asDouble(),
            epsilon.get("decay_episodes").intValue(),
            ParameterExploration.NOISE,
            0.15,
            1e-4);
    for (JsonNode c : VectorFile.list(epsilon.get("cases"), "epsilon")) {
      assertThat(exploration.epsilon(c.get("episode").intValue()))
          .isCloseTo(c.get("epsilon").asDouble(), within(TOLERANCE));
    }
  }

  @Test
  void targetsMixReturnsIn() {
    JsonNode steps = recorded.get("n_step");
    double[] returns =
        DiscountedReturns.of(
            VectorFile.doubles(steps.get("rewards")), steps.get("gamma").asDouble());
    double[] expected = VectorFile.doubles(steps.get("returns"));
    assertThat(returns).containsExactly(expected, within(TOLERANCE));
    double[] bootstrapped = VectorFile.doubles(steps.get("off_policy_targets"));
    double[] mixed = VectorFile.doubles(steps.get("mixed"));
    assertThat(mixed).hasSameSizeAs(returns);
    for (int i = 0; i < mixed.length; i++) {
      assertThat(MpDqnUpdate.mixed(bootstrapped[i], returns[i], steps.get("beta").asDouble()))
          .isCloseTo(mixed[i], within(TOLERANCE));
    }
  }

  @Test
  void parametersAreScaled() {
    ActionSpace.Parameterised space = (ActionSpace.Parameterised) new Platform().spec().actions();
    for (JsonNode c : VectorFile.list(recorded.get("param_scaling"), "scaling")) {
      int action = c.get("action").intValue();
      ActionSpace.Parameter parameter = space.actions().get(action).parameters().get(0);
      assertThat(ParameterScale.real(parameter, c.get("scaled").asDouble()))
          .isCloseTo(c.get("real").asDouble(), within(TOLERANCE));
    }
  }
}
