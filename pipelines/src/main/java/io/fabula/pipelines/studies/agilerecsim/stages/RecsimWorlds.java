package io.fabula.pipelines.studies.agilerecsim.stages;

import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.ItemFeatures;
import io.fabula.model.slates.RecSimUsers;
import io.fabula.model.slates.SlateArchitecture;
import io.fabula.model.slates.SlateNetwork;
import io.fabula.model.weights.TensorFile;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentName;
import io.fabula.pipelines.studies.agilerecsim.settings.AgentSettings;
import io.fabula.pipelines.studies.agilerecsim.settings.WorldSettings;
import java.io.IOException;

/** The recommender world of some settings, and agents that fit it. */
final class RecsimWorlds {
  private final WorldSettings world;
  private final ItemCatalogue catalogue;
  private final ItemFeatures items;

  RecsimWorlds(WorldSettings world) {
    this.world = world;
    catalogue = world.items().catalogue(world.envSeed());
    items = RecSimUsers.features(catalogue);
  }

  ItemCatalogue catalogue() {
    return catalogue;
  }

  ItemFeatures items() {
    return items;
  }

  /** Users who share candidates of a split. */
  RecSimUsers users(Split split) {
    return users(split, world.batchStepSize());
  }

  RecSimUsers users(Split split, int count) {
    return new RecSimUsers(catalogue, world.options(split), count);
  }

  SlateArchitecture architecture(AgentName name, AgentSettings agent) {
    return agent.architecture(
        name,
        agent.user(
            world.recsimIfMdp(), world.recsimIfMdp() ? catalogue.featureCount() : items.size()),
        items.size(),
        world.slateSize(),
        world.numCandidates(),
        items.trainIds().length);
  }

  /** The trained agent of an artifact; the caller closes it. */
  SlateNetwork load(Artifact agents, AgentRun run, AgentSettings agent) throws IOException {
    return SlateNetwork.load(
        TensorFile.read(agents.file(run.file())), architecture(run.agent(), agent));
  }
}
