package io.fabula.model.simulator;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.model.vectors.InterpretVectors;
import io.fabula.model.vectors.VectorFile;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The weights of the reference cases: formulas of network, tensor number and element. */
final class HashWeights {
  private static final List<String> NETS =
      List.of(
          "agent",
          "context_encoder",
          "convert_env",
          "convert_agent_h",
          "convert_action",
          "image_embedding",
          "rssm_z",
          "rssm_a",
          "rssm_in_norm",
          "rssm_gru",
          "prior_h",
          "prior_norm",
          "prior_out",
          "post_h",
          "post_e",
          "post_norm",
          "post_out",
          "image_decoder",
          "reward_decoder",
          "terminal_decoder");

  private HashWeights() {}

  /**
   * All tensors of the simulator ({@code net/tensor}) and of the agent ({@code agent/tensor}).
   *
   * @param weights the {@code weights} field of a simulator case
   */
  static Map<String, float[]> of(JsonNode weights) {
    Map<String, float[]> tensors = new LinkedHashMap<>();
    JsonNode order = InterpretVectors.file("parameter_order.json").get("tensors");
    for (JsonNode tensor : VectorFile.list(order, "parameter_order.json")) {
      String net = tensor.get("net").asText();
      if (!NETS.contains(net)) continue;
      String name = tensor.get("name").asText();
      tensors.put(net + "/" + name, values(weights, net, name, tensor));
    }
    return tensors;
  }

  private static float[] values(JsonNode weights, String net, String name, JsonNode tensor) {
    JsonNode base = weights.get("default");
    JsonNode change = weights.path("nets").path(net);
    long seed =
        change.has("seed")
            ? change.get("seed").asLong()
            : base.path("seed").asLong() + 97L * NETS.indexOf(net);
    int size = 1;
    for (int axis : VectorFile.ints(tensor.get("shape"))) size *= axis;
    float[] values = new float[size];
    if (tensor.hasNonNull("ln_index")) {
      JsonNode ln = field(base, change, "ln");
      boolean scale = name.endsWith("weight");
      long k = 1000 + tensor.get("ln_index").asLong();
      for (int i = 0; i < size; i++) {
        double v = ln.isNull() || ln.isMissingNode() ? 0 : InterpretVectors.hash(i, k, seed);
        values[i] =
            (float) (scale ? 1 + ln.path("scale").asDouble() * v : ln.path("shift").asDouble() * v);
      }
      return values;
    }
    double gain = gain(base, change, name);
    double scale = gain / Math.sqrt(tensor.get("fan").asDouble());
    long k = tensor.get("k").asLong();
    boolean sine = field(base, change, "type").asText().equals("sin");
    double a = field(base, change, "a").asDouble();
    double b = field(base, change, "b").asDouble();
    double phase = field(base, change, "phase").asDouble();
    for (int i = 0; i < size; i++) {
      double f = sine ? Math.sin(a * i + b * k + phase) : InterpretVectors.hash(i, k, seed);
      values[i] = (float) (scale * f);
    }
    return values;
  }

  private static double gain(JsonNode base, JsonNode change, String name) {
    for (Map.Entry<String, JsonNode> entry : change.path("overrides").properties()) {
      if (name.startsWith(entry.getKey())) return entry.getValue().asDouble();
    }
    for (Map.Entry<String, JsonNode> entry : base.path("overrides").properties()) {
      if (name.startsWith(entry.getKey())) return entry.getValue().asDouble();
    }
    return field(base, change, "gain").asDouble();
  }

  private static JsonNode field(JsonNode base, JsonNode change, String name) {
    return change.has(name) ? change.get(name) : base.path(name);
  }
}
