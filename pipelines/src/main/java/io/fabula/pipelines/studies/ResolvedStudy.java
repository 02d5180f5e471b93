package io.fabula.pipelines.studies;

import com.fasterxml.jackson.databind.JsonNode;
import io.fabula.pipelines.config.Layer;
import io.fabula.pipelines.config.Overrides;
import io.fabula.pipelines.config.Settings;
import io.fabula.pipelines.json.Json;
import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.Shown;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.stages.Stage;
import io.fabula.pipelines.store.Digests;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A study with its settings resolved.
 *
 * @param <C> the record that holds the settings
 */
public final class ResolvedStudy<C extends Record> {
  private final Study<C> study;
  private final String profile;
  private final Settings.Resolution<C> resolution;

  private ResolvedStudy(Study<C> study, String profile, Settings.Resolution<C> resolution) {
    this.study = study;
    this.profile = profile;
    this.resolution = resolution;
  }

  /**
   * Resolves defaults, profile, file and overrides, in this order.
   *
   * @param study which study
   * @param profile one of its profiles
   * @param file further settings in YAML
   * @param overrides settings as {@code key=value}
   * @throws UsageProblem for whatever is wrong with them
   */
  public static <C extends Record> ResolvedStudy<C> of(
      Study<C> study, String profile, Optional<Path> file, List<String> overrides) {
    if (!study.profiles().contains(profile)) {
      throw new UsageProblem(
          "study %s has no profile %s%s; it has %s"
              .formatted(
                  study.name(),
                  profile,
                  NearestName.hint(profile, study.profiles()),
                  String.join(", ", study.profiles())));
    }
    List<Layer> layers = new ArrayList<>();
    layers.add(resource(study, "defaults"));
    layers.add(resource(study, profile));
    file.map(Layer::ofFile).map(each -> each.renamed(study.otherNames())).ifPresent(layers::add);
    Overrides given = new Overrides(Settings.keys(study.settings()), layers.get(0));
    for (String each : overrides) {
      layers.add(given.layer(each, layers).renamed(study.otherNames()));
    }
    return new ResolvedStudy<>(study, profile, Settings.resolution(study.settings(), layers));
  }

  private static Layer resource(Study<?> study, String name) {
    String origin = name.equals("defaults") ? study.name() + " defaults" : "profile " + name;
    try (InputStream in = study.getClass().getResourceAsStream(name + ".yaml")) {
      if (in == null) throw new IllegalStateException(study.name() + " lacks " + name + ".yaml");
      return Layer.ofYaml(origin, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + name + ".yaml", e);
    }
  }

  /** The study. */
  public Study<C> study() {
    return study;
  }

  /** The resolved settings. */
  public C settings() {
    return resolution.settings();
  }

  /** The profile. */
  public String profile() {
    return profile;
  }

  /** For each key the layer that set it, in the order of the defaults. */
  public Map<String, String> origins() {
    return resolution.origins();
  }

  /** The value of a key. */
  public JsonNode valueOf(String key) {
    JsonNode value = resolution.tree();
    for (String part : key.split("\\.", -1)) value = value.path(part);
    return value;
  }

  /** The resolved settings as YAML. */
  public String yaml() {
    return Settings.yaml(settings());
  }

  /** The root seed. */
  public long seed() {
    return study.seed(settings());
  }

  /** The whole chain. */
  public List<Stage> stages() {
    return study.stages(settings());
  }

  /** Stages that are done only when one of them is asked for by name. */
  public List<Stage> onRequest() {
    return study.onRequest(settings());
  }

  private List<Stage> known() {
    List<Stage> known = new ArrayList<>(stages());
    known.addAll(onRequest());
    return known;
  }

  /**
   * One stage and what it needs, in the order of the chain.
   *
   * @throws UsageProblem if the chain has no such stage
   */
  public List<Stage> stagesUpTo(String asked) {
    String name = study.otherNames().getOrDefault(asked, asked);
    List<Stage> chain = known();
    requireStage(name);
    List<String> needed = new ArrayList<>(List.of(name));
    for (int i = chain.size() - 1; i >= 0; i--) {
      if (needed.contains(chain.get(i).name())) needed.addAll(chain.get(i).inputs());
    }
    return chain.stream().filter(stage -> needed.contains(stage.name())).toList();
  }

  /**
   * Checks that the chain has a stage.
   *
   * @throws UsageProblem if not, with the nearest name
   */
  public void requireStage(String name) {
    List<String> names = known().stream().map(Stage::name).toList();
    if (!names.contains(name)) {
      throw new UsageProblem(
          "study %1$s has no stage %2$s%3$s; ./fabula list %1$s shows all"
              .formatted(study.name(), Shown.value(name), NearestName.hint(name, names)));
    }
  }

  /**
   * The id of the run of this study with these settings: the same settings are the same run, so
   * that the same command goes on with it.
   */
  public String runId() {
    String digest = Digests.of(Json.canonical(settings())).substring(0, 8);
    return "%s-%s-%s".formatted(study.name(), profile, digest);
  }
}
