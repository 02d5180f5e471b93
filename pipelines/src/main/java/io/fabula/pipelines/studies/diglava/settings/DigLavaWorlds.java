package io.fabula.pipelines.studies.diglava.settings;

import io.fabula.envs.diglava.DigLavaEvent;
import io.fabula.envs.diglava.DigLavaOptions;
import io.fabula.envs.diglava.DigLavaWithBothDigs;
import io.fabula.envs.objects.ObjectTable;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.pipelines.mediation.phases.ObjectWorlds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Dig Lava with both dig skills in every episode.
 *
 * @param size cells per side
 * @param stepLimit of an episode
 */
public record DigLavaWorlds(int size, int stepLimit) implements ObjectWorlds {
  @Override
  public ObjectWorld make() {
    return new DigLavaWithBothDigs(
        DigLavaOptions.DEFAULTS.withSize(size).withMaximumSteps(stepLimit));
  }

  /** Rewards depend on the cells that were visited, so there is none. */
  @Override
  public Optional<ObjectTable> table() {
    return Optional.empty();
  }

  @Override
  public boolean exact() {
    return false;
  }

  @Override
  public List<ObjectView> counted() {
    return List.of(ObjectView.OBJECTS, ObjectView.PLANES);
  }

  @Override
  public String milestone() {
    return DigLavaEvent.PINK_DUG.name().toLowerCase(Locale.ROOT);
  }
}
