package io.fabula.envs.create;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.envs.Action;
import io.fabula.envs.create.physics.Body;
import io.fabula.envs.create.physics.Space;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.vectors.VectorFiles;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class CreateCatalogueTest {
  private static final double EXACT = 1e-6;

  private final ToolCatalogue catalogue = ToolCatalogue.published();

  @Test
  void knowsTheRecordedEntries() {
    ToolRepresentation parametric = ToolRepresentation.parametric(catalogue);
    for (Path file : VectorFiles.files("create", "catalogue")) {
      for (JsonNode entry : VectorFiles.cases(VectorFiles.json(file).get("tools"))) {
        Tool tool = catalogue.tool(entry.get("id").intValue());
        String name = tool.toString();
        assertThat(tool.family().label()).isEqualTo(entry.get("type").asText());
        assertThat(tool.features())
            .as(name)
            .containsExactly(VectorFiles.doubles(entry.get("raw_features")), within(EXACT));
        assertThat(tool.needs().or(tool::activates).map(Activator::label).orElse("None"))
            .isEqualTo(entry.get("required_activator").asText());
        float[] row = parametric.rows(new int[] {tool.id()});
        JsonNode standardised = entry.get("zscored_features");
        int types = row.length - standardised.size();
        for (int i = 0; i < standardised.size(); i++) {
          assertThat((double) row[types + i])
              .as(name)
              .isCloseTo(standardised.get(i).asDouble(), within(1e-5));
        }
        checkSplit(entry, tool);
      }
    }
  }

  private void checkSplit(JsonNode entry, Tool tool) {
    for (ToolSplit split :
        new ToolSplit[] {ToolSplit.TRAIN, ToolSplit.VALIDATION, ToolSplit.TEST}) {
      boolean recorded = false;
      for (JsonNode name : entry.get("split")) {
        recorded |= name.asText().equals(split.name().toLowerCase(Locale.ROOT));
      }
      boolean offered = Arrays.binarySearch(split.ids(catalogue), tool.id()) >= 0;
      assertThat(offered).as("%s in %s", tool, split).isEqualTo(recorded);
    }
  }

  @Test
  void buildsTheRecordedShapes() {
    for (Path file : VectorFiles.files("create", "catalogue")) {
      JsonNode recorded = VectorFiles.json(file);
      double[] at = VectorFiles.doubles(recorded.get("placed_at"));
      for (JsonNode entry : VectorFiles.cases(recorded.get("tools"))) {
        if (!entry.has("shape")) continue;
        Tool tool = catalogue.tool(entry.get("id").intValue());
        SceneObject object = new ToolMaker(new PartFactory()).make(tool, at[0], at[1], false);
        RecordedShapes.check(tool.toString(), entry.get("shape"), object);
        if (!entry.has("sensor_when_active")) continue;
        Space space = new Space(CreateConstants.SOLVER);
        object.addTo(space);
        object.activate(space);
        assertThat(object.shape.sensor())
            .as(tool.toString())
            .isEqualTo(entry.get("sensor_when_active").booleanValue());
      }
    }
  }

  @Test
  void findsTheRecordedOverlaps() {
    for (Path file : VectorFiles.files("create", "overlap")) {
      for (JsonNode pair : VectorFiles.cases(VectorFiles.json(file).get("cases"))) {
        SceneObject a = placed(pair.get("a"));
        SceneObject b = placed(pair.get("b"));
        boolean expected = pair.get("overlap").booleanValue();
        assertThat(a.shape.overlaps(b.shape)).as(pair.toString()).isEqualTo(expected);
        assertThat(b.shape.overlaps(a.shape)).as(pair.toString()).isEqualTo(expected);
      }
    }
  }

  private SceneObject placed(JsonNode place) {
    Tool tool = catalogue.tool(place.get(0).intValue());
    double x = place.get(1).asDouble();
    double y = place.get(2).asDouble();
    return new ToolMaker(new PartFactory()).make(tool, x, y, false);
  }

  @Test
  void splitsAsPublished() {
    assertThat(catalogue.size()).isEqualTo(2371);
    int[] train = ToolSplit.TRAIN.ids(catalogue);
    int[] validation = ToolSplit.VALIDATION.ids(catalogue);
    int[] test = ToolSplit.TEST.ids(catalogue);
    assertThat(train).hasSize(1097);
    assertThat(validation).hasSize(507);
    assertThat(test).hasSize(506);
    assertThat(train).doesNotContain(validation);
    assertThat(train).doesNotContain(test);
    assertThat(validation).doesNotContain(test);
    assertThat(ToolSplit.ALL.ids(catalogue)).hasSize(1097 + 507 + 506);
    assertThat(catalogue.tool(139).toString()).contains("RAMP", "angle=45.0", "length=22.0");
    assertThat(catalogue.tool(1696).toString()).contains("CANNON", "angle=45.0", "force=120.0");
    assertThatThrownBy(() -> catalogue.tool(2371)).hasMessageContaining("0..2370");
  }

  @Test
  void drawsSetsWithActivatorsInFront() {
    CreateOptions options = CreateOptions.PUBLISHED;
    ToolSets sets = new ToolSets(catalogue, options);
    RandomStream stream = new RandomStream(1);
    for (int i = 0; i < 500; i++) {
      int[] set = sets.draw(stream);
      assertThat(set).hasSize(25).doesNotHaveDuplicates();
      assertThat(set[0]).isGreaterThan(set[1]);
      for (int k = 0; k < set.length; k++) {
        assertThat(catalogue.tool(set[k]).isActivator()).isEqualTo(k < 2);
      }
    }
    int[] withNoOp = new ToolSets(catalogue, options.withKeepNoOp(true)).draw(stream);
    assertThat(withNoOp[0]).isEqualTo(catalogue.noOp());
    int[] all = new ToolSets(catalogue, options.withActivators(5)).draw(stream);
    assertThat(all).startsWith(2370, 2369, 2368, 2367, 2366);
    ToolSets any = new ToolSets(catalogue, options.withActivators(0));
    boolean[] counts = new boolean[6];
    for (int i = 0; i < 200; i++) {
      int count = 0;
      for (int id : any.draw(stream)) if (catalogue.tool(id).isActivator()) count++;
      counts[count] = true;
    }
    assertThat(counts).containsExactly(false, false, true, true, true, true);
  }

  @Test
  void takesEmbeddingsForTools() {
    float[][] embeddings = new float[2365][3];
    embeddings[7][2] = 0.5f;
    ToolRepresentation learned = ToolRepresentation.learned(catalogue, embeddings);
    assertThat(learned.size()).isEqualTo(9);
    assertThat(learned.rows(new int[] {7, 2366}))
        .containsExactly(0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0);
    assertThatThrownBy(() -> ToolRepresentation.learned(catalogue, new float[3][3]))
        .hasMessageContaining("2365");
  }

  @Test
  void hangsASeeSawsWeightOnItsLowEnd() {
    Tool tool = catalogue.tool(1509);
    SceneObject object = new ToolMaker(new PartFactory()).make(tool, 42, 42, false);
    Body weight = object.weight();
    assertThat(weight).isNotNull();
    assertThat(weight.y()).isLessThan(42);
  }

  @Test
  void theSetCanBeChangedInTheMiddleOfAnEpisode() {
    Create world = new Create();
    world.reset(3);
    int[] ids = world.availableActions().ids();
    world.setAvailable(ids[2], ids[0]);
    assertThat(world.availableActions().ids()).containsExactly(ids[2], ids[0]);
    assertThat(world.availableActions().representation())
        .hasSize(2 * ToolRepresentation.published().size());
    world.step(Action.of(ids[2], 0.9f, -0.9f));
    assertThatThrownBy(() -> world.step(Action.of(ids[1], 0.9f, 0.9f)))
        .hasMessageContaining("is not in this episode's set");
    assertThatThrownBy(() -> world.setAvailable(ids[0], ids[0])).hasMessageContaining("twice");
    assertThatThrownBy(() -> world.setAvailable()).hasMessageContaining("at least 1");
    world.reset(3);
    assertThat(world.availableActions().ids()).containsExactly(ids);
  }
}
