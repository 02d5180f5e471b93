package io.fabula.pipelines.stories;

import io.fabula.analysis.Matrix;
import io.fabula.analysis.decomposition.Projector;
import io.fabula.model.agents.RecurrentNetwork;
import io.fabula.model.twins.SteppingAgent;
import io.fabula.pipelines.datasets.ProjectionTable;
import io.fabula.pipelines.stages.ShardWork;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The studied agent and those that learned nothing, opened to watch the same worlds. */
final class WatchingAgents implements AutoCloseable {
  /** An agent with the means to describe its states. */
  record Described(SteppingAgent agent, Projector projector) {
    /** Independent components of states, {@code [states, K]}. */
    Matrix components(List<float[]> states) {
      double[] values = new double[states.size() * agent.stateSize()];
      int at = 0;
      for (float[] state : states) for (float each : state) values[at++] = each;
      return projector.independentComponents(new Matrix(states.size(), agent.stateSize(), values));
    }
  }

  private final List<Runnable> open = new ArrayList<>();
  private final List<Described> agents = new ArrayList<>();

  /** Opens the studied agent, then the untrained ones. */
  WatchingAgents(
      ShardWork work,
      Subject subject,
      EditWorlds.Watcher studied,
      List<EditWorlds.Watcher> untrained)
      throws IOException {
    try {
      add(work, subject, studied);
      for (EditWorlds.Watcher each : untrained) add(work, subject, each);
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  private void add(ShardWork work, Subject subject, EditWorlds.Watcher watcher) throws IOException {
    RecurrentNetwork network = subject.agent(work.input(watcher.agent()));
    open.add(network::close);
    SteppingAgent agent = new SteppingAgent(network);
    open.add(agent::close);
    agents.add(new Described(agent, ProjectionTable.read(work.input(watcher.reduction()))));
  }

  /** The studied one first. */
  List<Described> all() {
    return List.copyOf(agents);
  }

  @Override
  public void close() {
    for (int i = open.size() - 1; i >= 0; i--) open.get(i).run();
  }
}
