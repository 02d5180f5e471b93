package io.fabula.pipelines.cli;

import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.envs.catalogue.Worlds;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import java.util.List;

/** Finds worlds by the names that a user gives. */
final class WorldNames {
  private WorldNames() {}

  static NamedWorld<?> find(String name) {
    return Worlds.named(name).orElseThrow(() -> unknown(name));
  }

  /** The worlds of these names in order, or all if there are none. */
  static List<NamedWorld<?>> findAll(List<String> names) {
    if (names.isEmpty()) return Worlds.all();
    return List.copyOf(names.stream().map(WorldNames::find).toList());
  }

  private static UsageProblem unknown(String name) {
    List<String> known = Worlds.all().stream().map(NamedWorld::name).toList();
    return new UsageProblem(
        "unknown world "
            + name
            + NearestName.hint(name, known)
            + "; ./fabula list worlds shows all");
  }
}
