package io.fabula.model.mpdqn;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.graph.Parameters;
import io.fabula.model.vectors.Closeness;
import io.fabula.model.vectors.VectorFile;
import java.util.ArrayList;
import java.util.List;

/** Networks in the recordings of the originals. */
final class MpDqnVectors {
  /** Single precision against double, absolute or relative. */
  static final double TOLERANCE = 1e-5;

  private MpDqnVectors() {}

  /** A network with the given layers as lists of W and b. */
  static MpDqnNetwork network(ValueForm form, JsonNode q, JsonNode actor, List<Integer> sizes) {
    int states = actor.get(0).get("W").get(0).size();
    MpDqnArchitecture agent =
        new MpDqnArchitecture(form, states, sizes, 0, hidden(q), hidden(actor), List.of());
    MpDqnNetwork network = MpDqnNetwork.create(agent, false, 0);
    set(network.values(), "q.layers.", q);
    set(network.actor(), "actor.layers.", actor);
    return network;
  }

  private static List<Integer> hidden(JsonNode layers) {
    List<Integer> units = new ArrayList<>();
    for (int i = 0; i < layers.size() - 1; i++) units.add(layers.get(i).get("b").size());
    return units;
  }

  static void set(Parameters target, String prefix, JsonNode layers) {
    for (int i = 0; i < layers.size(); i++) {
      target.set(prefix + i + ".weight", VectorFile.floats(layers.get(i).get("W")));
      target.set(prefix + i + ".bias", VectorFile.floats(layers.get(i).get("b")));
    }
  }

  static void same(String what, Parameters actual, String prefix, JsonNode layers) {
    for (int i = 0; i < layers.size(); i++) {
      same(what + " W" + i, actual.get(prefix + i + ".weight"), layers.get(i).get("W"));
      same(what + " b" + i, actual.get(prefix + i + ".bias"), layers.get(i).get("b"));
    }
  }

  static void same(String what, float[] actual, JsonNode expected) {
    Closeness.elements(what, actual, expected, TOLERANCE);
  }

  static List<Integer> sizes(JsonNode list) {
    List<Integer> sizes = new ArrayList<>();
    list.forEach(each -> sizes.add(each.intValue()));
    return sizes;
  }
}
