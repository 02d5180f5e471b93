package io.fabula.model.mpdqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.optimisers.Adam;
import io.fabula.model.mpdqn.ActorObjective.Weighting;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whole updates as the originals make them. */
class MpDqnUpdateVectorTest {
  @Test
  void updatesTwiceWithoutClipping() {
    JsonNode recorded = VectorFile.read("platform/update.json");
    JsonNode before = recorded.get("before");
    List<Integer> sizes = new ArrayList<>();
    for (int i = 0; i < recorded.get("action_parameters").get(0).size(); i++) sizes.add(1);
    double clip = recorded.get("clip_grad").isNull() ? 0 : recorded.get("clip_grad").asDouble();
    MpDqnLearning rule =
        new MpDqnLearning(
            recorded.get("states").size(),
            recorded.get("gamma").asDouble(),
            recorded.get("learning_rate_q").asDouble(),
            recorded.get("learning_rate_param_actor").asDouble(),
            recorded.get("tau_q").asDouble(),
            recorded.get("tau_param_actor").asDouble(),
            clip,
            0,
            ActorObjective.SUM);
    JsonNode adam = recorded.get("adam");
    Adam.Options options =
        Adam.Options.DEFAULT
            .withBetas(adam.get("beta1").asDouble(), adam.get("beta2").asDouble())
            .withEpsilon(adam.get("eps").asDouble());
    try (MpDqnNetwork network =
            MpDqnVectors.network(
                ValueForm.MULTI_PASS, before.get("q"), before.get("param_actor"), sizes);
        MpDqnUpdate update = new MpDqnUpdate(network, rule, options)) {
      MpDqnVectors.set(update.targetValues(), "q.layers.", before.get("q_target"));
      MpDqnVectors.set(update.targetActor(), "actor.layers.", before.get("param_actor_target"));
      fill(update.batch(), recorded, "action_parameters", "done");

      MpDqnUpdate.Result result = update.run(new RandomStream(0));
      MpDqnVectors.same("targets", update.goals(), recorded.get("td_targets"));
      assertThat(result.loss())
          .isCloseTo(recorded.get("loss_q").asDouble(), within(MpDqnVectors.TOLERANCE));
      JsonNode first = recorded.get("first_update");
      MpDqnVectors.same("proposal", update.proposal(), first.get("predicted_params"));
      float[] climbing = update.climbing();
      MpDqnVectors.same("before inversion", climbing, first.get("dq_dx_before_inversion"));
      MpDqnVectors.same("inverted", update.inverted(), first.get("dq_dx_after_inversion"));
      sameGradients(network.values(), "q.layers.", first.get("grad_q_params"));
      sameGradients(network.actor(), "actor.layers.", first.get("grad_param_actor_params"));
      sameWeights("after 1 ", network, update, recorded.get("after_1"));

      update.run(new RandomStream(0));
      sameWeights("after 2 ", network, update, recorded.get("after_2"));
    }
  }

  private static void sameGradients(Parameters of, String prefix, JsonNode expected) {
    for (int i = 0; i < expected.size(); i++) {
      String name = prefix + i / 2 + (i % 2 == 0 ? ".weight" : ".bias");
      MpDqnVectors.same("gradient of " + name, of.gradients().get(name), expected.get(i));
    }
  }

  private static void sameWeights(
      String when, MpDqnNetwork network, MpDqnUpdate update, JsonNode after) {
    MpDqnVectors.same(when + "values", network.values(), "q.layers.", after.get("q"));
    MpDqnVectors.same(when + "actor", network.actor(), "actor.layers.", after.get("param_actor"));
    MpDqnVectors.same(
        when + "target values", update.targetValues(), "q.layers.", after.get("q_target"));
    MpDqnVectors.same(
        when + "target actor",
        update.targetActor(),
        "actor.layers.",
        after.get("param_actor_target"));
  }

  private static void fill(TransitionBatch batch, JsonNode from, String parameters, String ends) {
    copy(VectorFile.floats(from.get("states")), batch.states());
    copy(VectorFile.floats(from.get(parameters)), batch.parameters());
    copy(VectorFile.floats(from.get("rewards")), batch.rewards());
    copy(VectorFile.floats(from.get("next_states")), batch.nextStates());
    copy(VectorFile.floats(from.get(ends)), batch.ends());
    int[] actions = VectorFile.ints(from.get("actions"));
    System.arraycopy(actions, 0, batch.actions(), 0, actions.length);
  }

  private static void copy(float[] from, float[] to) {
    assertThat(from).hasSameSizeAs(to);
    System.arraycopy(from, 0, to, 0, to.length);
  }

  @Test
  void updatesByEveryObjectiveWithClippingAndStartingParameters() {
    List<JsonNode> cases =
        VectorFile.list(VectorFile.read("platform/reference_update.json").get("cases"), "update");
    for (JsonNode recorded : cases) checkReference(cases.get(0), recorded);
  }

  private static ActorObjective objective(String variant) {
    return switch (variant) {
      case "sum" -> ActorObjective.SUM;
      case "indexed" -> new ActorObjective(Weighting.EQUAL, true, false, true);
      case "weighted" -> new ActorObjective(Weighting.BY_SHARE, false, false, true);
      case "weighted_indexed" -> new ActorObjective(Weighting.BY_SHARE, true, false, true);
      case "average" -> new ActorObjective(Weighting.AVERAGE, false, false, true);
      case "average_indexed" -> new ActorObjective(Weighting.AVERAGE, true, false, true);
      case "zero_index_gradients" -> new ActorObjective(Weighting.EQUAL, false, true, true);
      default -> throw new AssertionError("unknown variant " + variant);
    };
  }

  private static void checkReference(JsonNode first, JsonNode recorded) {
    String variant = recorded.get("variant").asText();
    JsonNode before = first.get("before");
    JsonNode actor = before.get("actor_param");
    float[] start = VectorFile.floats(actor.get("action_parameters_passthrough_layer.bias"));
    assertThat(VectorFile.doubles(actor.get("action_parameters_passthrough_layer.weight")))
        .containsOnly(0);
    List<Float> starting = new ArrayList<>();
    for (float each : start) starting.add(each);
    List<Integer> sizes = starting.stream().map(each -> 1).toList();
    MpDqnArchitecture agent =
        new MpDqnArchitecture(
            ValueForm.MULTI_PASS,
            first.get("states").get(0).size(),
            sizes,
            0,
            hidden(before.get("actor"), "layers.%d.bias", true),
            hidden(actor, "layers.%d.bias", false),
            starting);
    MpDqnLearning rule =
        new MpDqnLearning(
            first.get("states").size(),
            first.get("gamma").asDouble(),
            first.get("lr_actor").asDouble(),
            first.get("lr_actor_param").asDouble(),
            first.get("tau_actor").asDouble(),
            first.get("tau_actor_param").asDouble(),
            recorded.get("clip_grad").asDouble(),
            0,
            objective(variant));
    try (MpDqnNetwork network = MpDqnNetwork.create(agent, false, 0);
        MpDqnUpdate update = new MpDqnUpdate(network, rule)) {
      values(network.values(), before.get("actor"), Direction.SET);
      proposals(network.actor(), actor, Direction.SET);
      values(update.targetValues(), before.get("actor_target"), Direction.SET);
      proposals(update.targetActor(), before.get("actor_param_target"), Direction.SET);
      fill(update.batch(), first, "all_action_parameters", "terminals");
      update.run(new RandomStream(0));
      JsonNode gradient = recorded.get("grad_actor_after_clip");
      if (!gradient.isNull()) values(network.values(), gradient, Direction.COMPARE_GRADIENT);
      proposals(
          network.actor(), recorded.get("grad_actor_param_after_clip"), Direction.COMPARE_GRADIENT);
      if (recorded.has("after")) {
        JsonNode after = recorded.get("after");
        values(network.values(), after.get("actor"), Direction.COMPARE);
        proposals(network.actor(), after.get("actor_param"), Direction.COMPARE);
        values(update.targetValues(), after.get("actor_target"), Direction.COMPARE);
        proposals(update.targetActor(), after.get("actor_param_target"), Direction.COMPARE);
      } else {
        proposals(network.actor(), recorded.get("after_actor_param"), Direction.COMPARE);
      }
    }
  }

  private static List<Integer> hidden(JsonNode layers, String name, boolean lastIsOutput) {
    List<Integer> units = new ArrayList<>();
    for (int i = 0; layers.has(name.formatted(i)); i++) {
      units.add(layers.get(name.formatted(i)).size());
    }
    return lastIsOutput ? units.subList(0, units.size() - 1) : units;
  }

  private enum Direction {
    SET,
    COMPARE,
    COMPARE_GRADIENT
  }

  private static void values(Parameters ours, JsonNode recorded, Direction direction) {
    for (String name : ours.names()) {
      tensor(ours, name, recorded.get(name.substring("q.".length())), direction);
    }
  }

  private static void proposals(Parameters ours, JsonNode recorded, Direction direction) {
    int last = ours.names().size() / 2 - 1;
    for (String name : ours.names()) {
      String theirs =
          name.substring("actor.".length())
              .replace("layers." + last + ".", "action_parameters_output_layer.");
      tensor(ours, name, recorded.get(theirs), direction);
    }
  }

  private static void tensor(Parameters ours, String name, JsonNode recorded, Direction direction) {
    assertThat(recorded).as(name).isNotNull();
    switch (direction) {
      case SET -> ours.set(name, VectorFile.floats(recorded));
      case COMPARE -> MpDqnVectors.same(name, ours.get(name), recorded);
      case COMPARE_GRADIENT ->
          MpDqnVectors.same("gradient of " + name, ours.gradients().get(name), recorded);
    }
  }
}
