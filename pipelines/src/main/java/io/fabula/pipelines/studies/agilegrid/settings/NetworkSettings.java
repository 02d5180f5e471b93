package io.fabula.pipelines.studies.agilegrid.settings;

import io.fabula.model.agile.SetAgentOptions;
import io.fabula.pipelines.config.Meaning;
import io.fabula.pipelines.config.Range;
import java.io.Serializable;

/** The size of the agents and variants of them. */
public record NetworkSettings(
    @Meaning("units of all layers; state_encoder_hidden_size and dist_hidden_dim of the original")
        int hiddenSize,
    @Meaning("heads of the first layer of attention; more than 1 is not published")
        int gatNumAttentionHeads,
    @Meaning("whether a graph's input is added to its output") boolean gnnResidualConnection,
    @Meaning("what it is multiplied with before") double gnnAlphaTeleport,
    @Meaning("layers of the LSTM that summarises the set") int lstmSummarizerNumLayers,
    @Meaning("whether the critic has a state encoder of its own") boolean separateCriticState,
    @Meaning("whether an action is scored by its own representation too, behind its relations")
        boolean concatRelationalActionFeatures,
    @Meaning("whether the available actions go through a perceptron first (mask_input_output)")
        boolean inputMaskMlp)
    implements Serializable {
  public NetworkSettings {
    Range.atLeast("hidden_size", hiddenSize, 1);
    Range.atLeast("gat_num_attention_heads", gatNumAttentionHeads, 1);
    Range.atLeast("gnn_alpha_teleport", gnnAlphaTeleport, 0);
    Range.atLeast("lstm_summarizer_num_layers", lstmSummarizerNumLayers, 1);
  }

  /** The agents' size with an activation between the layers of actor and critic. */
  public SetAgentOptions options(SetAgentOptions.Activation activation) {
    return new SetAgentOptions(
        hiddenSize,
        activation,
        gatNumAttentionHeads,
        gnnResidualConnection ? gnnAlphaTeleport : 0,
        lstmSummarizerNumLayers,
        separateCriticState,
        concatRelationalActionFeatures,
        inputMaskMlp);
  }
}
