package io.fabula.pipelines.studies.agilecreate;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabula.envs.create.CreateOptions;
import io.fabula.envs.create.ToolCatalogue;
import io.fabula.envs.create.ToolSplit;
import io.fabula.pipelines.panel.WrittenPanels;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Artifact;
import io.fabula.pipelines.store.Lookup;
import io.fabula.pipelines.store.Manifest;
import io.fabula.pipelines.store.Store;
import io.fabula.pipelines.studies.ResolvedStudy;
import io.fabula.pipelines.studies.Studies;
import io.fabula.pipelines.studies.VersionGuard;
import io.fabula.pipelines.studies.actionsets.EffectTables;
import io.fabula.pipelines.studies.agilecreate.settings.WorldSettings;
import io.fabula.pipelines.studies.agilecreate.stages.AgileCreateStages;
import io.fabula.pipelines.studies.agilecreate.stages.EvaluateTools;
import io.fabula.pipelines.studies.agilecreate.stages.ExplainChoices;
import io.fabula.pipelines.studies.agilecreate.stages.InterveneOnTools;
import io.fabula.pipelines.sums.Console;
import io.fabula.pipelines.tables.Row;
import io.fabula.pipelines.tables.TableReader;
import io.fabula.pipelines.tables.TableSchema;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The whole chain of the study at profile tiny. */
class AgileCreateChainTest {
  private static final Path RECORDED =
      Path.of("src/test/resources/io/fabula/pipelines/studies/agilecreate/tiny-content.properties");

  @TempDir static Path directory;
  private static Console first;

  @BeforeAll
  static void runTheChain() {
    first = run();
    assertThat(first.err()).doesNotContain("fabula:");
    assertThat(first.exitCode()).isZero();
  }

  private static Console run(String... more) {
    List<String> arguments =
        new ArrayList<>(List.of("run", "agile-create", "--profile=tiny", "--store=" + directory));
    arguments.addAll(List.of(more));
    return Console.run(Studies.builtIn(), arguments.toArray(String[]::new));
  }

  private static Artifact artifact(String stage) {
    Store store = Store.at(directory.toString());
    Manifest manifest = store.manifests("agile-create", stage).get(0);
    return ((Lookup.Found) store.verify(manifest.id())).artifact();
  }

  @Test
  void everyAgentAndRandomPlayMeetTheToolsOfEachSplit() {
    List<Row> rows = evaluated();
    assertThat(rows).hasSize(3 * 2 * 8);
    for (Row row : rows) {
      assertThat(row.integer("length")).isBetween(1, 31);
      assertThat(row.integer("matched")).isBetween(0, row.integer("tools"));
      assertThat(row.text("activators").split("_"))
          .hasSize(2)
          .doesNotHaveDuplicates()
          .isSubsetOf("electric", "fire", "magnet", "spring", "water");
      // a step pays 0.01, and only a blocked one takes it back
      assertThat(row.number("return_raw")).isGreaterThan(-1e-9);
    }
    assertThat(rows.stream().map(row -> row.text("split")).distinct())
        .containsExactly("train", "validation");
  }

  private static List<Row> evaluated() {
    List<Row> rows = new ArrayList<>();
    TableReader.forEach(
        artifact(AgileCreateStages.EVALUATE_TOOLS).file("episodes.parquet"),
        EvaluateTools.EPISODES,
        rows::add);
    return rows;
  }

  private static List<Row> rows(String stage, String directory, TableSchema schema) {
    List<Row> rows = new ArrayList<>();
    for (Path file : artifact(stage).files(directory + "/")) {
      TableReader.forEach(file, schema, rows::add);
    }
    return rows;
  }

  @Test
  void changesOfTheSetMoveAgentsThatSeeItAlone() {
    List<Row> rows =
        rows(
            AgileCreateStages.INTERVENE_ON_SET,
            "set_effects",
            EffectTables.effects(InterveneOnTools.PLACE));
    // per state: 6 removals of 5 others; 3 activators and 3 tools come with 6, replace with 5
    assertThat(rows).hasSize(2 * 4 * 2 * (6 * 5 + 6 * 6 + 6 * 5));
    double moved = 0;
    for (Row row : rows) {
      assertThat(row.integer("placed")).isNotNegative();
      double share = Math.abs(row.number("share_change"));
      if (row.text("agent").equals("utility")) {
        assertThat(share).isLessThan(1e-6); // rounding of single precision
        assertThat(row.number("value_change")).isZero();
      } else {
        moved = Math.max(moved, share);
        boolean removes = row.integer("removed") >= 0;
        assertThat(Double.isNaN(row.numberOrNaN("attention_1"))).isNotEqualTo(removes);
      }
    }
    assertThat(moved).isGreaterThan(1e-5);
    List<Row> returns =
        rows(
            AgileCreateStages.INTERVENE_ON_SET,
            "set_returns",
            EffectTables.returns(InterveneOnTools.PLACE));
    assertThat(returns).hasSize(2 * 2 * 2 * (6 + 6 + 6));
  }

  @Test
  void choicesAreWrittenDownWithWhatTheyLookAt() {
    List<Row> choices =
        rows(AgileCreateStages.EXPLAIN_CHOICES, "choices", ExplainChoices.choices(6));
    List<Row> attention =
        rows(AgileCreateStages.EXPLAIN_CHOICES, "attention", ExplainChoices.attention(6));
    long agile = choices.stream().filter(row -> row.text("agent").equals("agile")).count();
    assertThat(attention).hasSize((int) (2 * agile)).isNotEmpty();
    Map<String, Double> metrics = artifact(AgileCreateStages.EXPLAIN_CHOICES).manifest().metrics();
    assertThat(metrics.get("agile_seed_31_attention_1_tool_to_tool")).isBetween(0.0, 1.0);
    assertThat(artifact(AgileCreateStages.EXPLAIN_CHOICES).parts("clips/")).isNotEmpty();
  }

  @Test
  void theReportSaysWhatWasFound() throws IOException {
    assertThat(Files.readString(Path.of(first.line("report "))))
        .contains(
            "AGILE, validation tools",
            "random play",
            "choices whose activator is there",
            "What hangs on the set",
            "steps per second",
            "by the activators in the set; train tools",
            evaluated().get(0).text("activators").replace('_', ' '),
            "Mean weight of attention from a tool; an even weight is 0.1667");
  }

  @Test
  void theJudgesSayBeforehandWhatTheyMeasure() {
    Set<String> told = new TreeSet<>();
    for (Stage each :
        ResolvedStudy.of(new AgileCreateStudy(), "tiny", Optional.empty(), List.of()).stages()) {
      if (each.name().equals(AgileCreateStages.EVALUATE_TOOLS)) told.addAll(each.metricNames());
    }
    assertThat(told)
        .isEqualTo(artifact(AgileCreateStages.EVALUATE_TOOLS).manifest().metrics().keySet());
  }

  @Test
  void agentsWithAnOutputPerToolAreNotShownUnseenTools() {
    assertThat(run("agent=mask_output").err())
        .contains("mask_output has an output for each tool", "evaluation.splits=[train]");
    assertThat(run("evaluation.splits=[all]").err()).contains("splits must be one or more of");
    assertThat(run("world.level=pushh").err()).contains("pushh");
    assertThat(run("world.action_set_size=1").err())
        .contains("world.action_set_size must be within 2..1097, got 1");
    assertThat(run("world.action_set_size=508").err())
        .contains("world.action_set_size must be at most 507, the tools of split validation");
    assertThat(run("world.create_num_variable_activators=6").err())
        .contains(
            "world.create_num_variable_activators must be within 2..5, or 0 for any number, got 6");
    String mini = "world.tools=[1930,1937,1944,1951,1958,316]";
    assertThat(run(mini).err()).contains("name others by evaluation.unseen_tools");
    assertThat(run(mini, "evaluation.unseen_tools=[316,317,318,319,321,322]").err())
        .contains("evaluation.unseen_tools must not be among world.tools, got 316");
    assertThat(run(mini, "evaluation.unseen_tools=[317]").err())
        .contains("evaluation.unseen_tools must be as many as world.action_set_size, 6, got 1");
    assertThat(run(mini, "evaluation.unseen_tools=[317,317,318,319,321,322]").err())
        .contains("evaluation.unseen_tools must differ");
    assertThat(run("evaluation.unseen_tools=[317]").err()).contains("stand beside world.tools");
    assertThat(run("world.tools=[2366]").err()).contains("world.tools must be ids of tools");
  }

  @Test
  void otherLevelsAndRandomDescriptionsMakeWorlds() {
    WorldSettings world =
        new WorldSettings("seesaw", true, CreateOptions.View.STATE, 8, 2, List.of(), true);
    assertThat(world.newWorld(ToolSplit.TEST).options().split()).isEqualTo(ToolSplit.TEST);
    // 128 random numbers, and one of six for what is no tool
    assertThat(world.newWorld(ToolSplit.TRAIN).spec().actions().summary())
        .contains("out of " + ToolCatalogue.published().size());
  }

  /** As in the study {@code interpret}: record anew with {@code -Dfabula.record=true}. */
  @Test
  void resultsChangeOnlyWithTheVersionOfTheirStage() {
    Store store = Store.at(directory.toString());
    Map<String, Manifest> manifests = new TreeMap<>();
    for (String stage : store.stages("agile-create")) {
      manifests.put(stage, store.manifests("agile-create", stage).get(0));
    }
    new VersionGuard(RECORDED).check(manifests);
  }

  @Test
  void thePanelStepsThroughTheEpisodes() throws IOException {
    String sample = WrittenPanels.write(directory, "agile-create", directory.resolve("panel"));
    assertThat(sample).contains("data:image/png", "were played again", "All episodes");
    assertThat(directory.resolve("panel/data/index.js"))
        .content()
        .contains("choices whose activator is there", "_train_tools", "The board at the end");
  }
}
