package io.fabula.model.impala;

import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.ParameterShape;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Takes an agent that was trained elsewhere and exported as safetensors: tensors under the names of
 * {@link ImpalaArchitecture#parameters()}, which are the paths of PyTorch's modules, in PyTorch's
 * layout. The sizes come from the file's metadata if it has any, else from the tensors' shapes.
 */
public final class ExportedAgent {
  private static final String FRAME = "agent.frame";

  private ExportedAgent() {}

  /**
   * The agent of a file; the caller closes it.
   *
   * @param frame side of the frames it looks at, pixels
   * @param pool side of the blocks that are averaged before it looks
   * @param stride of its first convolution; like the other two not to be seen in the tensors
   * @throws DamagedFileException if a tensor is missing, has another shape or type, or is no part
   *     of such an agent
   */
  public static ImpalaNetwork read(TensorFile file, int frame, int pool, int stride)
      throws DamagedFileException {
    ImpalaArchitecture size =
        file.metadata().containsKey(FRAME)
            ? ImpalaNetwork.readArchitecture(file)
            : infer(file, frame, pool, stride);
    Set<String> expected = new LinkedHashSet<>();
    for (ParameterShape each : size.parameters()) expected.add(each.name());
    for (String name : file.names()) {
      if (!expected.contains(name)) {
        throw damaged(file, name, "it is no part of such an agent, whose tensors are " + expected);
      }
    }
    file.requireAll(size.parameters());
    ImpalaNetwork network = ImpalaNetwork.of(size);
    try {
      network.restore(file);
      return network;
    } catch (DamagedFileException e) {
      network.close();
      throw e;
    }
  }

  private static ImpalaArchitecture infer(TensorFile file, int frame, int pool, int stride)
      throws DamagedFileException {
    List<Integer> channels = new ArrayList<>();
    do {
      channels.add(shape(file, convolution(channels.size() + 1), 4).get(0));
    } while (file.names().contains(convolution(channels.size() + 1)));
    int embedding = shape(file, "embedder.fc.weight", 2).get(0);
    boolean recurrent = file.names().stream().anyMatch(name -> name.startsWith("gru."));
    int hidden = recurrent ? shape(file, "gru.gru.weight_hh_l0", 2).get(1) : embedding;
    int actions = shape(file, "fc_policy.weight", 2).get(0);
    try {
      return new ImpalaArchitecture(
          frame, pool, stride, channels, embedding, hidden, recurrent, actions);
    } catch (IllegalArgumentException e) {
      throw new DamagedFileException(file.source(), "shapes", String.valueOf(e.getMessage()));
    }
  }

  private static String convolution(int block) {
    return "embedder.block" + block + ".conv.weight";
  }

  private static List<Integer> shape(TensorFile file, String name, int axes)
      throws DamagedFileException {
    Tensor tensor = file.tensor(name);
    if (tensor instanceof Tensor.Floats floats && floats.shape().size() == axes) {
      return floats.shape();
    }
    throw damaged(file, name, "expected F32 with " + axes + " axes, got " + tensor);
  }

  private static DamagedFileException damaged(TensorFile file, String name, String problem) {
    return new DamagedFileException(file.source(), "tensor \"" + name + "\"", problem);
  }
}
