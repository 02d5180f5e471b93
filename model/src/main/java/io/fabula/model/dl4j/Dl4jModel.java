package io.fabula.model.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.layers.RecurrentLayer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** A network of either kind, with one input. */
abstract class Dl4jModel implements AutoCloseable {
  /** All outputs; of a {@code MultiLayerNetwork} one. */
  abstract List<INDArray> outputs(INDArray input);

  /** Names of the outputs; a {@code MultiLayerNetwork}'s is "policy". */
  abstract List<String> outputNames();

  /** Whether output {@code i} ends in a softmax. */
  abstract boolean softmax(int i);

  /** Whether the first layer takes images of four axes. */
  abstract boolean takesImages();

  abstract DataType type();

  @Override
  public abstract void close();

  /**
   * @param graph whether the configuration is a graph's
   * @throws IllegalArgumentException if the network is of a kind that cannot act
   */
  static Dl4jModel of(String configuration, float[] coefficients, boolean graph) {
    // one thread, so that bits do not depend on the number of cores
    Nd4j.getEnvironment().setMaxThreads(1);
    Nd4j.getEnvironment().setMaxMasterThreads(1);
    return graph
        ? new GraphModel(ComputationGraphConfiguration.fromJson(configuration), coefficients)
        : new LayersModel(MultiLayerConfiguration.fromJson(configuration), coefficients);
  }

  private static INDArray array(float[] values, DataType type) {
    return Nd4j.createFromArray(values).castTo(type);
  }

  private static void requireNoMemory(Layer... layers) {
    for (Layer layer : layers) {
      if (layer instanceof RecurrentLayer) {
        throw new IllegalArgumentException(
            "recurrent layers are not supported, got " + layer.getClass().getSimpleName());
      }
    }
  }

  private static boolean endsInSoftmax(org.deeplearning4j.nn.conf.layers.Layer layer) {
    IActivation activation =
        layer instanceof BaseLayer base
            ? base.getActivationFn()
            : layer instanceof ActivationLayer own ? own.getActivationFn() : null;
    return activation instanceof ActivationSoftmax;
  }

  private static boolean convolves(org.deeplearning4j.nn.conf.layers.Layer layer) {
    return layer instanceof ConvolutionLayer || layer instanceof SubsamplingLayer;
  }

  private static final class LayersModel extends Dl4jModel {
    private final MultiLayerNetwork network;

    LayersModel(MultiLayerConfiguration configuration, float[] coefficients) {
      network = new MultiLayerNetwork(configuration);
      network.init(array(coefficients, configuration.getDataType()), false);
      requireNoMemory(network.getLayers());
    }

    @Override
    List<INDArray> outputs(INDArray input) {
      return List.of(network.output(input, false));
    }

    @Override
    List<String> outputNames() {
      return List.of("policy");
    }

    @Override
    boolean softmax(int i) {
      return endsInSoftmax(network.getOutputLayer().conf().getLayer());
    }

    @Override
    boolean takesImages() {
      MultiLayerConfiguration all = network.getLayerWiseConfigurations();
      return all.getInputPreProcess(0) == null && convolves(all.getConf(0).getLayer());
    }

    @Override
    DataType type() {
      return network.getLayerWiseConfigurations().getDataType();
    }

    @Override
    public void close() {
      network.close();
    }
  }

  private static final class GraphModel extends Dl4jModel {
    private final ComputationGraph network;

    GraphModel(ComputationGraphConfiguration configuration, float[] coefficients) {
      if (configuration.getNetworkInputs().size() != 1) {
        throw new IllegalArgumentException(
            "expected one input, got " + configuration.getNetworkInputs());
      }
      network = new ComputationGraph(configuration);
      network.init(array(coefficients, configuration.getDataType()), false);
      requireNoMemory(network.getLayers());
    }

    @Override
    List<INDArray> outputs(INDArray input) {
      return List.of(network.output(false, input));
    }

    @Override
    List<String> outputNames() {
      return network.getConfiguration().getNetworkOutputs();
    }

    @Override
    boolean softmax(int i) {
      return endsInSoftmax(network.getOutputLayer(i).conf().getLayer());
    }

    @Override
    boolean takesImages() {
      String input = network.getConfiguration().getNetworkInputs().get(0);
      List<Boolean> kinds = new ArrayList<>();
      network
          .getConfiguration()
          .getVertexInputs()
          .forEach(
              (vertex, inputs) -> {
                if (!inputs.contains(input)) return;
                kinds.add(
                    network.getConfiguration().getVertices().get(vertex)
                            instanceof org.deeplearning4j.nn.conf.graph.LayerVertex layer
                        && layer.getPreProcessor() == null
                        && convolves(layer.getLayerConf().getLayer()));
              });
      return kinds.contains(true);
    }

    @Override
    DataType type() {
      return network.getConfiguration().getDataType();
    }

    @Override
    public void close() {
      network.close();
    }
  }
}
