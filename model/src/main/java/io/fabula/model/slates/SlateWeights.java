package io.fabula.model.slates;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Parameters;
import io.fabula.model.graph.memory.Shape;
import io.fabula.model.weights.DamagedFileException;
import io.fabula.model.weights.Tensor;
import io.fabula.model.weights.TensorFile;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The weights of an agent by modules, which are clipped apart from each other. Tensors are called
 * {@code module.tensor}, in PyTorch's layouts and under its names.
 */
final class SlateWeights implements AutoCloseable {
  /** Modules that are never clipped, as published. */
  private static final List<String> UNCLIPPED = List.of("action", "mask");

  /** A part of the weights with one optimiser. */
  record Module(String name, Parameters parameters) {
    boolean clipped(SlateArchitecture agent) {
      if (agent.kind() == SlateArchitecture.Kind.TOP_VALUES) return true; // one module in all
      boolean mapping = name.equals("pre") || name.equals("post");
      if (mapping && agent.set().summary() != SetView.Summary.NODES) return false;
      return !UNCLIPPED.contains(name);
    }
  }

  private final SlateTensors tensors;
  private final List<Module> modules = new ArrayList<>();
  private final Map<String, Parameters> owners = new LinkedHashMap<>();
  private final boolean frozen;

  /** Zero weights. */
  SlateWeights(SlateArchitecture agent) {
    tensors = SlateTensors.of(agent);
    frozen = false;
    boolean together = agent.kind() == SlateArchitecture.Kind.TOP_VALUES;
    Map<String, Map<String, Shape>> byModule = new LinkedHashMap<>();
    for (String name : tensors.names()) {
      String module = together ? "all" : name.substring(0, name.indexOf('.'));
      byModule.computeIfAbsent(module, key -> new LinkedHashMap<>()).put(name, tensors.shape(name));
    }
    byModule.forEach(
        (module, shapes) -> {
          Parameters parameters = Parameters.of(shapes);
          modules.add(new Module(module, parameters));
          for (String name : shapes.keySet()) owners.put(name, parameters);
        });
  }

  private SlateWeights(SlateWeights of) {
    tensors = of.tensors;
    frozen = true;
    modules.addAll(of.modules);
    of.owners.forEach((name, owner) -> owners.put(name, owner.frozen()));
  }

  /** The same weights as constants. */
  SlateWeights frozen() {
    return new SlateWeights(this);
  }

  /** Draws starting values, each tensor from a stream of its own. */
  void initialise(long seed) {
    for (String name : tensors.names()) {
      RandomStream random = new RandomStream(Seeds.of(seed, "initialise/" + name));
      owner(name).set(name, tensors.start(name).of(tensors.shape(name), random));
    }
  }

  List<Module> modules() {
    return modules;
  }

  /** All tensors, in order. */
  List<String> names() {
    return tensors.names();
  }

  boolean has(String name) {
    return owners.containsKey(name);
  }

  Node node(Graph graph, String name) {
    return graph.parameter(owner(name), name);
  }

  private Parameters owner(String name) {
    Parameters owner = owners.get(name);
    if (owner == null) throw new IllegalArgumentException("the agent has no tensor " + name);
    return owner;
  }

  float[] get(String name) {
    return owner(name).get(name);
  }

  void set(String name, float[] values) {
    owner(name).set(name, values);
  }

  /** Number of weights of the tensors whose names begin so. */
  long count(String prefix) {
    return names().stream()
        .filter(name -> name.startsWith(prefix))
        .mapToLong(name -> tensors.shape(name).size())
        .sum();
  }

  void copyFrom(SlateWeights other) {
    for (int i = 0; i < modules.size(); i++) {
      modules.get(i).parameters().copyFrom(other.modules.get(i).parameters());
    }
  }

  void moveTowards(SlateWeights other, float rate) {
    for (int i = 0; i < modules.size(); i++) {
      modules.get(i).parameters().moveTowards(other.modules.get(i).parameters(), rate);
    }
  }

  void save(TensorFile file, String prefix) {
    for (String name : names()) {
      file.put(prefix + name, new Tensor.Floats(dims(name), get(name)));
    }
  }

  void restore(TensorFile file, String prefix) throws DamagedFileException {
    for (String name : names()) set(name, file.floats(prefix + name, dims(name)));
  }

  private List<Integer> dims(String name) {
    return tensors.shape(name).toList();
  }

  @Override
  public void close() {
    if (frozen) return;
    for (Module module : modules) module.parameters().close();
  }
}
