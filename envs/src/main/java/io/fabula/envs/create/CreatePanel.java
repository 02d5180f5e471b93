package io.fabula.envs.create;

import io.fabula.envs.create.drawing.SidePanel;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The words beside a picture: how the episode stands and which tools are on offer. */
final class CreatePanel {
  private final Create world;

  CreatePanel(Create world) {
    this.world = world;
  }

  SidePanel panel() {
    CreateReport report = world.report();
    Level level = world.options().level();
    String status =
        String.format(Locale.ROOT, "step %d  earned %.2f", report.steps(), report.earned());
    boolean moved = report.targetHit() && level.hasMarker();
    String success = report.goalHit() ? "goal reached" : moved ? "target moved" : "";
    int[] ids = world.availableActions().ids();
    List<SidePanel.Row> rows = new ArrayList<>();
    for (int id : ids) rows.add(row(world.catalogue().tool(id), ids));
    return new SidePanel("CREATE " + level.name(), status, success, report.goalHit(), rows);
  }

  private SidePanel.Row row(Tool tool, int[] ids) {
    boolean usable = tool.needs().map(kind -> offers(ids, kind)).orElse(true);
    Activator activator = tool.activates().or(tool::needs).orElse(null);
    String label = tool.activates().map(Activator::label).orElse(tool.family().label());
    return new SidePanel.Row(
        activator == null ? null : activator.appearance(),
        tool.isActivator(),
        label.replace('_', ' '),
        tool.isActivator() ? "" : details(tool),
        usable);
  }

  private boolean offers(int[] ids, Activator kind) {
    for (int id : ids) if (id == world.catalogue().idOf(kind)) return true;
    return !world.options().needActivators();
  }

  private static String details(Tool tool) {
    return switch (tool.family()) {
      case CANNON, FAN -> number(tool.angle()) + " deg  " + number(tool.force());
      case HINGE_CONSTRAINED, SEE_SAW ->
          number(tool.maximumAngle()) + " deg  " + number(tool.length());
      case BELT -> "speed " + number(tool.speed());
      case NO_OP, HINGE -> number(tool.length());
      default -> number(tool.angle()) + " deg  " + number(tool.length());
    };
  }

  private static String number(double value) {
    return Integer.toString((int) Math.round(value));
  }
}
