package io.fabula.model.slates;

import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Shaping;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.graph.ops.Initialisation;
import io.fabula.model.sets.NetworkTensor;
import io.fabula.model.sets.StartingValues;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The layers of a model of clicks, whose encoders are those of agents in a smaller size. */
public final class ClickLayers {
  private static final int CODE = 32;
  private static final int[] ENCODER = {CODE, 256, 32, CODE};
  private static final int[] HEAD = {2 * CODE, 64, 32, 1};
  private static final StartingValues HIDDEN =
      (shape, random) -> Initialisation.xavierNormal(shape, Math.sqrt(2), random);

  private ClickLayers() {}

  /**
   * The tensors.
   *
   * @param stepSize numbers of a step of the history: of the user and of the clicked item
   * @param itemSize numbers of an item of the slate
   */
  public static List<NetworkTensor> tensors(int stepSize, int itemSize) {
    List<NetworkTensor> all = new ArrayList<>();
    encoder(all, "state", stepSize);
    encoder(all, "slate", itemSize);
    perceptron(all, "head.", HEAD);
    return all;
  }

  private static void encoder(List<NetworkTensor> all, String module, int in) {
    String prefix = module + ".seq_model.";
    StartingValues start = StartingValues.byFanIn(CODE);
    all.add(new NetworkTensor(prefix + "weight_ih_l0", Shape.of(3 * CODE, in), start));
    all.add(new NetworkTensor(prefix + "weight_hh_l0", Shape.of(3 * CODE, CODE), start));
    all.add(new NetworkTensor(prefix + "bias_ih_l0", Shape.of(3 * CODE), start));
    all.add(new NetworkTensor(prefix + "bias_hh_l0", Shape.of(3 * CODE), start));
    perceptron(all, module + ".mlp.", ENCODER);
  }

  private static void perceptron(List<NetworkTensor> all, String prefix, int[] widths) {
    for (int i = 0; i + 1 < widths.length; i++) {
      boolean last = i + 2 == widths.length;
      String name = prefix + (last ? "out" : "dense" + i);
      StartingValues byFan = StartingValues.byFanIn(widths[i]);
      all.add(
          new NetworkTensor(
              name + ".weight", Shape.of(widths[i + 1], widths[i]), last ? byFan : HIDDEN));
      all.add(
          new NetworkTensor(
              name + ".bias", Shape.of(widths[i + 1]), last ? byFan : StartingValues.ZERO));
    }
  }

  /**
   * Logits of clicks.
   *
   * @param states [history, batch, stepSize]
   * @param slates [positions, batch, itemSize]
   * @return [batch, 1]
   */
  public static Node logits(Graph graph, Function<String, Node> weights, Node states, Node slates) {
    SlateLayers layers = new SlateLayers(graph, weights);
    Node state = layers.encode(SequenceEncoder.GRU, "state", states);
    Node slate = layers.encode(SequenceEncoder.GRU, "slate", slates);
    return layers.perceptron("head.", Shaping.concat(1, state, slate));
  }
}
