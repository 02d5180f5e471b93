package io.fabula.pipelines.studies.agilerecsim.settings;

import io.fabula.model.slates.SequenceEncoder;
import io.fabula.model.slates.SetView;
import io.fabula.model.slates.SetView.Graph;
import io.fabula.model.slates.SetView.Mapping;
import io.fabula.model.slates.SetView.Summary;
import io.fabula.model.slates.SlateArchitecture;
import io.fabula.model.slates.SlateArchitecture.UserView;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;
import java.util.List;

/** What agents are made of, beside what their names say. */
public record AgentSettings(
    @Meaning("hidden layers of the value network, two numbers") List<Integer> qNetDimHidden,
    @Meaning("width inside graphs and summaries") int graphDimHidden,
    @Meaning("attention heads of the first layer") int graphGatNumHeads,
    @Meaning("what makes one vector of all nodes: mean or sum") Aggregation graphAggregationType,
    @Meaning("whether candidates already in the slate leave the graph") boolean gcdqnUseMask,
    @Meaning("whether values see the slate so far") boolean gcdqnUseSlateSoFar,
    @Meaning("whether values see user and slate beside what the set says")
        boolean gcdqnSkipConnection,
    @Meaning("whether nodes see only themselves") boolean gcdqnEmptyGraph,
    @Meaning("whether the summary has a graph of its own") boolean gcdqnTwinGat,
    @Meaning("whether agents with a graph get no summary") boolean gcdqnNoSummary,
    @Meaning("whether nodes do not hold the slate so far") boolean gcdqnNoSlateForNode,
    @Meaning("layers between nodes and graph: none, linear or perceptron") Mapping preSummarise,
    @Meaning("layers behind summaries of nodes: none, linear or perceptron") Mapping postSummarise,
    @Meaning("width of a graph's nodes where its input is not added") int gcdqnDimOut,
    @Meaning("whether a graph's input is added to its output") boolean gnnResidualConnection,
    @Meaning("factor of the input that is added") double gnnAlphaTeleport,
    @Meaning("what makes a code of the slate so far: gru, lstm, deep_set or moments")
        SequenceEncoder slateEncoderType,
    @Meaning("the same of a history of clicks, where the user's interests are not seen")
        SequenceEncoder obsEncoderType)
    implements Serializable {
  /** What makes one vector of all nodes. */
  public enum Aggregation {
    MEAN,
    SUM
  }

  public AgentSettings {
    qNetDimHidden = List.copyOf(qNetDimHidden);
    if (qNetDimHidden.size() != 2 || qNetDimHidden.stream().anyMatch(n -> n < 1)) {
      throw new IllegalArgumentException(
          "q_net_dim_hidden must be two numbers of at least 1, got " + qNetDimHidden);
    }
    Range.atLeast("graph_dim_hidden", graphDimHidden, 1);
    Range.atLeast("graph_gat_num_heads", graphGatNumHeads, 1);
    Range.atLeast("gcdqn_dim_out", gcdqnDimOut, 1);
    Range.atLeast("gnn_alpha_teleport", gnnAlphaTeleport, 0);
  }

  private SetView view(AgentName name) {
    boolean summarised = !(gcdqnNoSummary && name.summary() == Summary.NODES);
    Summary summary = summarised ? name.summary() : Summary.NONE;
    boolean sees = name.graph() != Graph.NONE || summary != Summary.NONE;
    return new SetView(
        name.graph(),
        summary,
        name.relational(),
        name.itemsAlone(),
        graphDimHidden,
        gcdqnDimOut,
        graphGatNumHeads,
        graphAggregationType == Aggregation.SUM,
        gcdqnUseMask,
        gcdqnEmptyGraph,
        gcdqnTwinGat && name.relational() && summary == Summary.NODES,
        !gcdqnNoSlateForNode,
        sees ? preSummarise : Mapping.NONE,
        summary == Summary.NODES ? postSummarise : Mapping.NONE,
        gnnResidualConnection,
        gnnAlphaTeleport);
  }

  /**
   * The size of an agent.
   *
   * @param user what is seen of users
   * @param trainItems number of training items, read by mask agents
   */
  public SlateArchitecture architecture(
      AgentName name, UserView user, int itemSize, int slateSize, int candidates, int trainItems) {
    SetView view = view(name);
    boolean cascade = name.kind() == SlateArchitecture.Kind.CASCADE;
    return new SlateArchitecture(
        name.kind(),
        user,
        itemSize,
        slateSize,
        candidates,
        name.masks() ? trainItems : 0,
        slateEncoderType,
        name.kind() != SlateArchitecture.Kind.TOP_VALUES && (gcdqnUseSlateSoFar || name.masks()),
        gcdqnSkipConnection || !cascade || view.isBlind(),
        view,
        name == AgentName.SEPARATE,
        qNetDimHidden);
  }

  /** What is seen of users of the recommender world. */
  public UserView user(boolean interests, int features) {
    return interests
        ? UserView.direct(features)
        : new UserView(3, features, features, obsEncoderType);
  }
}
