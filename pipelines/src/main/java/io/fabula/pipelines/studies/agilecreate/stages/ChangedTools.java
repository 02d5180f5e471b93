package io.fabula.pipelines.studies.agilecreate.stages;

import io.fabula.envs.ActionSet;
import io.fabula.envs.create.Activator;
import io.fabula.envs.create.Create;
import io.fabula.envs.create.CreateReport;
import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolSplit;
import io.fabula.envs.random.RandomStream;
import io.fabula.model.sets.interventions.SetChange;
import io.fabula.pipelines.studies.actionsets.ChangedWorlds;
import io.fabula.pipelines.tables.Column;
import java.util.ArrayList;
import java.util.List;

/**
 * CREATE with other sets: each tool goes; each missing activator and some other tools come, and
 * take the place of a tool.
 */
record ChangedTools(ToolWorlds known) implements ChangedWorlds<Create> {
  /** Tools that are not activators and come, in each state. */
  private static final int NEW_TOOLS = 3;

  @Override
  public Create newWorld() {
    return known.newWorld(ToolSplit.TRAIN);
  }

  @Override
  public void offer(Create world, ActionSet set) {
    world.setAvailable(set.ids());
  }

  @Override
  public List<SetChange> changes(Create world, long seed) {
    ActionSet set = world.availableActions();
    int size = set.ids().length;
    List<SetChange> changes = new ArrayList<>();
    if (size > 1) for (int i = 0; i < size; i++) changes.add(new SetChange.Remove(i));
    RandomStream random = new RandomStream(seed);
    Create other = newWorld();
    for (int id : coming(set, world.catalogue(), random)) {
      other.setAvailable(id);
      ActionSet member = other.availableActions();
      changes.add(new SetChange.Add(member));
      changes.add(new SetChange.Swap(random.nextInt(size), member));
    }
    return changes;
  }

  /** The missing activators, then some tools of those that sets are drawn from. */
  private List<Integer> coming(ActionSet set, ToolCatalogue catalogue, RandomStream random) {
    List<Integer> ids = new ArrayList<>();
    for (Activator each : Activator.values()) {
      int id = catalogue.idOf(each);
      if (!set.contains(id)) ids.add(id);
    }
    int[] pool =
        known.settings().tools().isEmpty()
            ? ToolSplit.TRAIN.ids(catalogue)
            : known.settings().tools().stream().mapToInt(Integer::intValue).toArray();
    int found = 0;
    for (int at : random.permutation(pool.length)) {
      if (found == NEW_TOOLS) break;
      if (set.contains(pool[at])) continue;
      ids.add(pool[at]);
      found++;
    }
    return ids;
  }

  @Override
  public List<Column> place() {
    return InterveneOnTools.PLACE;
  }

  @Override
  public List<Object> placed(Create world) {
    CreateReport report = world.report();
    return List.of(report.placed(), report.targetHit());
  }

  /** Whether it is an activator. */
  @Override
  public boolean counted(Create world, int removedId) {
    return world.catalogue().tool(removedId).activates().isPresent();
  }
}
