package io.fabula.pipelines.studies.doorkey.settings;

import io.fabula.envs.doorkey.DoorKey;
import io.fabula.envs.doorkey.DoorKeyEvent;
import io.fabula.envs.doorkey.DoorKeyModel;
import io.fabula.envs.doorkey.DoorKeyView;
import io.fabula.envs.objects.ObjectTable;
import io.fabula.envs.objects.ObjectView;
import io.fabula.envs.objects.ObjectWorld;
import io.fabula.pipelines.mediation.phases.ObjectWorlds;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * DoorKey worlds of a size.
 *
 * @param size cells per side
 * @param view what policies see
 */
public record DoorKeyWorlds(int size, View view) implements ObjectWorlds {
  /** What policies see. */
  public enum View {
    /** Everything. */
    PLANES,
    /** The cells in front that nothing hides. */
    PARTIAL
  }

  @Override
  public ObjectWorld make() {
    return new DoorKey(size, view == View.PLANES ? DoorKeyView.PLANES : DoorKeyView.PARTIAL_PLANES);
  }

  private boolean tabular() {
    return size <= DoorKeyModel.LARGEST_SIZE;
  }

  @Override
  public Optional<ObjectTable> table() {
    return tabular() ? Optional.of(new DoorKeyModel(size)) : Optional.empty();
  }

  @Override
  public boolean exact() {
    return tabular() && view == View.PLANES;
  }

  @Override
  public List<ObjectView> counted() {
    return tabular() ? List.of(ObjectView.OBJECTS, ObjectView.PLANES) : List.of(ObjectView.OBJECTS);
  }

  @Override
  public String milestone() {
    return DoorKeyEvent.UNLOCKED.name().toLowerCase(Locale.ROOT);
  }
}
