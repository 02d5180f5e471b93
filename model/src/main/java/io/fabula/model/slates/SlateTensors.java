package io.fabula.model.slates;

import static io.fabula.model.slates.SlateArchitecture.CODE;

import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.sets.StartingValues;
import io.fabula.model.slates.SlateArchitecture.Kind;
import io.fabula.model.slates.SlateArchitecture.UserView;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The tensors of an agent: names, shapes, and how each begins. */
final class SlateTensors {
  /** Hidden sizes of encoders: the recurrent state, then the perceptron's. */
  static final int ENCODER_HIDDEN = 64;

  private static final int ENCODER_WIDE = 256;
  private static final double ATTENTION_GAIN = 1.414;

  private static final StartingValues HIDDEN =
      (shape, random) -> Initialisation.xavierNormal(shape, Math.sqrt(2), random);

  private final Map<String, Shape> shapes = new LinkedHashMap<>();
  private final Map<String, StartingValues> starts = new LinkedHashMap<>();

  private SlateTensors() {}

  static SlateTensors of(SlateArchitecture agent) {
    SlateTensors all = new SlateTensors();
    UserView user = agent.user();
    if (user.steps() > 0) {
      all.encoder("observation", user.encoder(), user.width(), user.code());
    }
    if (!agent.masks() || agent.seesSlate()) all.linear("action", agent.itemSize(), CODE);
    if (agent.seesSlate()) all.encoder("slate", agent.slate(), CODE, CODE);
    if (agent.kind() == Kind.MASK_INPUT_OUTPUT) all.linear("mask", agent.trainItems(), CODE);
    all.set(agent);
    int out = agent.masks() ? agent.trainItems() : 1;
    for (int i = 0; i < agent.valueNetworks(); i++) {
      String name = agent.separateValues() ? "q." + i + "." : "q.";
      all.perceptron(name, agent.valueInputs(), agent.valueHidden(), out);
    }
    return all;
  }

  List<String> names() {
    return List.copyOf(shapes.keySet());
  }

  Shape shape(String name) {
    return Objects.requireNonNull(shapes.get(name), name);
  }

  StartingValues start(String name) {
    return Objects.requireNonNull(starts.get(name), name);
  }

  private void set(SlateArchitecture agent) {
    SetView set = agent.set();
    if (set.isBlind()) return;
    int node = set.nodeSize(agent);
    mapping("pre", set.before(), set.rawNodeSize(agent), set.hidden());
    int out = set.relationalSize(agent);
    graph("graph.", set, node, out);
    if (set.twin()) graph("summary_graph.", set, node, out);
    if (set.summary() == SetView.Summary.LSTM) lstm("summary.", node, set.hidden(), node);
    if (set.summary() == SetView.Summary.DEEP_SET) deepSet("summary.", node, set.hidden(), node);
    int summary = set.summary() == SetView.Summary.NODES ? out : node;
    if (set.summary() != SetView.Summary.NONE) mapping("post", set.after(), summary, set.hidden());
  }

  private void graph(String prefix, SetView set, int in, int out) {
    switch (set.graph()) {
      case NONE -> {}
      case ATTENTION -> {
        for (int head = 0; head < set.heads(); head++) {
          attention(prefix + "attention_" + head + ".", in, set.hidden());
        }
        attention(prefix + "out_att.", set.heads() * set.hidden(), out);
      }
      case CONVOLUTION -> {
        convolution(prefix + "conv.", in, set.hidden());
        convolution(prefix + "out_conv.", set.hidden(), out);
      }
    }
  }

  private void attention(String prefix, int in, int out) {
    put(prefix + "a", Shape.of(2 * out, 1), StartingValues.xavier(ATTENTION_GAIN));
    linear(prefix + "_layer", in, out);
  }

  private void convolution(String prefix, int in, int out) {
    put(prefix + "weight", Shape.of(in, out), StartingValues.xavier(1));
    put(prefix + "bias", Shape.of(out), StartingValues.ZERO);
  }

  private void mapping(String module, SetView.Mapping mapping, int in, int out) {
    switch (mapping) {
      case NONE -> {}
      case LINEAR -> linear(module + ".0", in, out);
      case PERCEPTRON -> {
        linear(module + ".0", in, out);
        linear(module + ".2", out, out);
      }
    }
  }

  private void encoder(String module, SequenceEncoder kind, int in, int out) {
    int hidden = ENCODER_HIDDEN;
    List<Integer> widths = List.of(ENCODER_WIDE, ENCODER_HIDDEN);
    switch (kind) {
      case GRU -> {
        recurrent(module + ".seq_model.", "_l0", 3, in, hidden);
        perceptron(module + ".mlp.", hidden, widths, out);
      }
      case LSTM -> lstm(module + ".", in, hidden, out);
      case DEEP_SET -> deepSet(module + ".", in, hidden, out);
      case MOMENTS -> perceptron(module + ".mlp.", 2 * in, widths, out);
    }
  }

  private void lstm(String prefix, int in, int hidden, int out) {
    linear(prefix + "pre_lstm.0", in, hidden);
    linear(prefix + "pre_lstm.2", hidden, hidden);
    for (int layer = 0; layer < 2; layer++) {
      int width = layer == 0 ? hidden : 2 * hidden;
      recurrent(prefix + "lstm.", "_l" + layer, 4, width, hidden);
      recurrent(prefix + "lstm.", "_l" + layer + "_reverse", 4, width, hidden);
    }
    linear(prefix + "post_lstm.0", hidden, hidden);
    linear(prefix + "post_lstm.2", hidden, out);
  }

  private void deepSet(String prefix, int in, int hidden, int out) {
    linear(prefix + "pre_mean.0", in, hidden);
    linear(prefix + "pre_mean.2", hidden, hidden);
    linear(prefix + "post_mean.0", hidden, hidden);
    linear(prefix + "post_mean.2", hidden, out);
  }

  private void recurrent(String prefix, String suffix, int gates, int in, int hidden) {
    StartingValues start = StartingValues.byFanIn(hidden);
    put(prefix + "weight_ih" + suffix, Shape.of(gates * hidden, in), start);
    put(prefix + "weight_hh" + suffix, Shape.of(gates * hidden, hidden), start);
    put(prefix + "bias_ih" + suffix, Shape.of(gates * hidden), start);
    put(prefix + "bias_hh" + suffix, Shape.of(gates * hidden), start);
  }

  private void perceptron(String prefix, int in, List<Integer> hidden, int out) {
    int width = in;
    for (int i = 0; i < hidden.size(); i++) {
      int next = hidden.get(i);
      put(prefix + "dense" + i + ".weight", Shape.of(next, width), HIDDEN);
      put(prefix + "dense" + i + ".bias", Shape.of(next), StartingValues.ZERO);
      width = next;
    }
    linear(prefix + "out", width, out);
  }

  private void linear(String name, int in, int out) {
    StartingValues start = StartingValues.byFanIn(in);
    put(name + ".weight", Shape.of(out, in), start);
    put(name + ".bias", Shape.of(out), start);
  }

  private void put(String name, Shape shape, StartingValues start) {
    shapes.put(name, shape);
    starts.put(name, start);
  }
}
