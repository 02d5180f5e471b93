package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLava;
import io.fabula.envs.diglava.DigLavaSkill;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.pipelines.studies.actionsets.ChangedWorlds;
import io.fabula.pipelines.studies.agilegrid.settings.WorldSettings;
import io.fabula.pipelines.tables.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * The Dig Lava grid with other sets: skills that are drawn come, go and take each other's place.
 */
record ChangedGrid(WorldSettings settings) implements ChangedWorlds<DigLava> {
  /** The first of the skills that are drawn. */
  private static final int FIRST_DRAWN = 9;

  private static final int DRAWN = 2;

  @Override
  public DigLava newWorld() {
    return settings.newWorld();
  }

  @Override
  public void offer(DigLava world, ActionSet set) {
    world.setAvailable(set.ids());
  }

  @Override
  public List<SetChange> changes(DigLava world, long seed) {
    ActionSet set = world.availableActions();
    List<SetChange> changes = new ArrayList<>();
    int size = set.ids().length;
    for (int i = 0; i < size; i++) changes.add(new SetChange.Remove(i));
    List<ActionSet> missing = new ArrayList<>();
    DigLava other = newWorld();
    for (int id = FIRST_DRAWN; id < DigLavaSkill.COUNT; id++) {
      if (set.contains(id)) continue;
      other.setAvailable(id);
      missing.add(other.availableActions());
    }
    for (ActionSet each : missing) changes.add(new SetChange.Add(each));
    for (int place = size - DRAWN; place < size; place++) {
      for (ActionSet each : missing) changes.add(new SetChange.Swap(place, each));
    }
    return changes;
  }

  @Override
  public List<Column> place() {
    return InterveneOnSet.PLACE;
  }

  @Override
  public List<Object> placed(DigLava world) {
    return List.of(world.x(), world.y());
  }

  /** Whether it is a skill that digs. */
  @Override
  public boolean counted(DigLava world, int removedId) {
    return removedId >= DigLavaSkill.DIG_ORANGE.id();
  }
}
