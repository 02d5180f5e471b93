package io.fabula.pipelines.studies.interpret;

import io.fabula.pipelines.analyses.AnalysisNames;
import io.fabula.pipelines.studies.interpret.stages.StageNames;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Programs and keys of the published system, and which of our stages and keys they are. */
final class PublishedNames {
  private PublishedNames() {}

  /** Ours by theirs. */
  static Map<String, String> all() {
    Map<String, String> names = new TreeMap<>();
    programs(names);
    keys(names);
    return names;
  }

  private static void programs(Map<String, String> names) {
    names.put("train_gen_model", StageNames.TRAIN_SIMULATOR);
    names.put("plot_gen_model_training_csv", StageNames.TRAIN_SIMULATOR);
    names.put("record_gen_samples", StageNames.RECORD_SIMULATED_ROLLOUTS);
    names.put("record_informinit_gen_samples", AnalysisNames.SWAP_IN_SIMULATOR);
    names.put("hidden_analysis_precompute", StageNames.REDUCE_HIDDEN_STATES);
    names.put("combined_agent_env_hx_analysis_precompute", StageNames.CLUSTER_BEHAVIOURS);
    names.put("xcorr_and_xcaus_plots", StageNames.CORRELATE_COMPONENTS);
    names.put("dynamics_grads_consistency_plots", AnalysisNames.CONSISTENCY);
    names.put("saliency_experiments", AnalysisNames.SALIENCY);
    names.put("hidden_analysis_plotting", AnalysisNames.MAP_HIDDEN_STATES);
    names.put("plot_value_and_action_weights", AnalysisNames.MAP_HIDDEN_STATES);
    names.put("show_hx_overlap", AnalysisNames.MAP_HIDDEN_STATES);
    names.put("env_h_analysis_precompute", AnalysisNames.MAP_SIMULATOR_STATES);
    names.put("env_h_analysis_plotting", AnalysisNames.MAP_SIMULATOR_STATES);
    names.put("bottleneck_vec_analysis", AnalysisNames.MAP_BEGINNINGS);
    names.put("jacobian_analysis", AnalysisNames.CLUSTER_GRADIENTS);
    names.put("jacobian_analysis_precompute", AnalysisNames.CLUSTER_GRADIENTS);
    names.put("jacobian_analysis_plotting", AnalysisNames.CLUSTER_GRADIENTS);
    names.put("combined_agent_env_hx_analysis_plotting", AnalysisNames.MAP_BEHAVIOURS);
    names.put("loss_over_time_experiment", AnalysisNames.LOSS_OVER_TIME);
    names.put("interpolation_exp", AnalysisNames.INTERPOLATE_BEGINNINGS);
    names.put("target_func_experiments", AnalysisNames.OPTIMISE_SAMPLES);
  }

  private static void keys(Map<String, String> names) {
    String theirs = "analysis.saliency.";
    String ours = "analyses.saliency.";
    for (String each :
        new String[] {
          "sample_ids",
          "direction_ids",
          "direction_type",
          "combine_samples_not_iterate",
          "perturbation_scale"
        }) {
      names.put(theirs + each, ours + each);
    }
    names.put(theirs + "batch_size", ours + "copies");
    names.put(theirs + "num_sim_steps", "simulation.steps");
    names.put("gen_model.swap_directions_from", "analyses.swap.swap_directions_from");
    names.put("gen_model.swap_directions_to", "analyses.swap.swap_directions_to");
    names.put("record.max_samples", "simulation.samples");
    names.put("analysis.loss_over_time.num_batches", "analyses.loss_over_time.num_batches");
    targetFunction(names);
    maps(names);
    names.put("analysis.agent_h.num_episodes", "reduction.episodes");
    names.put("analysis.combined_agent_env_hx.num_samples", "behaviours.samples");
    names.put("analysis.combined_agent_env_hx.timestep_differences", "behaviours.differences");
  }

  private static void targetFunction(Map<String, String> names) {
    for (String each :
        List.of(
            "batch_size",
            "lr",
            "num_its",
            "distance_threshold",
            "timesteps",
            "directions",
            "neurons",
            "direction_type")) {
      names.put("analysis.target_func." + each, "analyses.target_func." + each);
    }
    names.put("analysis.target_func.num_sim_steps", "simulation.steps");
  }

  private static void maps(Map<String, String> names) {
    for (String each : List.of("n_components_pca", "n_clusters", "num_epi_paths")) {
      names.put("analysis.agent_h." + each, "analyses.hidden_map." + each);
      names.put("analysis.env_h." + each, "analyses.world_map." + each);
      names.put("analysis.bottleneck." + each, "analyses.bottleneck_map." + each);
    }
    for (String each : List.of("grad_timestep", "n_components_pca", "n_clusters")) {
      names.put("analysis.jacobian." + each, "analyses.jacobian." + each);
    }
    names.put("analysis.xplots.extrema_threshold", "analyses.extremes.extrema_threshold");
    names.put("analysis.saliency.extrema_threshold", "analyses.extremes.extrema_threshold");
    names.put("analysis.agent_h.n_components_ica", "reduction.ics");
    names.put("analysis.agent_h.n_components_nmf", "analyses.factors.n_components_nmf");
    names.put("analysis.agent_h.num_generated_samples", "analyses.factors.num_generated_samples");
    names.put("analysis.bottleneck.num_samples", "analyses.beginnings");
    names.put("analysis.combined_agent_env_hx.n_components_pca", "behaviours.pcs");
    names.put("analysis.combined_agent_env_hx.n_clusters", "behaviours.clusters");
  }
}
