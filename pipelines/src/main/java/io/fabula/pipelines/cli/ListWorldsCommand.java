package io.fabula.pipelines.cli;

import io.fabula.envs.ActionSpace;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.ObservationSpace;
import io.fabula.envs.catalogue.NamedWorld;
import io.fabula.pipelines.datasets.Spaces;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    description = "List the worlds with their spaces and limits; named ones in detail.",
    mixinStandardHelpOptions = true)
final class ListWorldsCommand implements Callable<Integer> {
  private final PrintWriter out;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "Worlds to show in detail.")
  private List<String> names = new ArrayList<>();

  @Option(names = "--json", description = "Print JSON, for programs.")
  private boolean json;

  ListWorldsCommand(PrintWriter out) {
    this.out = out;
  }

  @Override
  public Integer call() {
    List<NamedWorld<?>> worlds = WorldNames.findAll(names);
    if (json) {
      RunsCommand.print(out, worlds.stream().map(ListWorldsCommand::tree).toList());
      return 0;
    }
    if (!names.isEmpty()) {
      worlds.forEach(this::printDetails);
      return 0;
    }
    TextTable table = new TextTable("WORLD", "OBSERVATION", "ACTIONS", "STEPS", "REWARD");
    for (NamedWorld<?> world : worlds) {
      EnvironmentSpec spec = world.make().spec();
      table.row(
          world.name(),
          spec.observations().summary(),
          spec.actions().summary(),
          limit(spec),
          rewards(spec));
    }
    table.print(out);
    out.println("./fabula list worlds NAME says more; ./fabula watch NAME shows it");
    return 0;
  }

  private static Map<String, Object> tree(NamedWorld<?> world) {
    EnvironmentSpec spec = world.make().spec();
    Map<String, Object> tree = new LinkedHashMap<>();
    tree.put("world", world.name());
    tree.put("description", world.description());
    tree.put("spaces", Spaces.of(spec));
    tree.put("minimum_reward", bound(spec.minimumReward()));
    tree.put("maximum_reward", bound(spec.maximumReward()));
    return tree;
  }

  /** JSON has no infinity: there is no bound then. */
  private static @Nullable Double bound(double reward) {
    return Double.isInfinite(reward) ? null : reward;
  }

  private static String limit(EnvironmentSpec spec) {
    return spec.maximumSteps() == 0 ? "no limit" : String.valueOf(spec.maximumSteps());
  }

  private static String rewards(EnvironmentSpec spec) {
    return number(spec.minimumReward()) + ".." + number(spec.maximumReward());
  }

  private static String number(double value) {
    if (Double.isInfinite(value)) return value > 0 ? "inf" : "-inf";
    return value == Math.rint(value)
        ? String.format(Locale.ROOT, "%.0f", value)
        : String.format(Locale.ROOT, "%.3g", value);
  }

  private void printDetails(NamedWorld<?> world) {
    EnvironmentSpec spec = world.make().spec();
    out.println(world.name() + "  " + world.description());
    out.println("  observation  " + spec.observations().summary());
    if (spec.observations() instanceof ObservationSpace.Vector vector) {
      out.println("               " + String.join(", ", vector.names()));
    }
    out.println("  actions      " + spec.actions().summary());
    for (String line : actions(spec.actions())) out.println("               " + line);
    out.println("  steps        " + limit(spec));
    out.println("  reward       " + rewards(spec) + " a step");
    out.println("  page         docs/" + world.page());
  }

  private static List<String> actions(ActionSpace space) {
    if (space instanceof ActionSpace.Discrete discrete) {
      return List.of(String.join(", ", discrete.names()));
    }
    if (space instanceof ActionSpace.Parameterised parameterised) {
      return parameterised.actions().stream()
          .map(action -> action.name() + ": " + parameters(action.parameters()))
          .toList();
    }
    if (space instanceof ActionSpace.VariableSet set) {
      List<String> lines = new ArrayList<>();
      if (!set.parameters().isEmpty()) lines.add("each: " + parameters(set.parameters()));
      lines.add(set.representationSize() + " numbers describe each");
      return lines;
    }
    ActionSpace.Slate slate = (ActionSpace.Slate) space;
    return List.of(slate.representationSize() + " numbers describe each item");
  }

  private static String parameters(List<ActionSpace.Parameter> parameters) {
    return String.join(
        ", ",
        parameters.stream()
            .map(
                each ->
                    each.name()
                        + " "
                        + number(each.minimum())
                        + ".."
                        + number(each.maximum())
                        + (each.whole() ? ", whole" : ""))
            .toList());
  }
}
