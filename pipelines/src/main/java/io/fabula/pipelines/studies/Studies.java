package io.fabula.pipelines.studies;

import io.fabula.pipelines.problems.NearestName;
import io.fabula.pipelines.problems.UsageProblem;
import io.fabula.pipelines.studies.agilecreate.AgileCreateStudy;
import io.fabula.pipelines.studies.agilegrid.AgileGridStudy;
import io.fabula.pipelines.studies.agilerecsim.AgileRecsimStudy;
import io.fabula.pipelines.studies.diglava.DigLavaStudy;
import io.fabula.pipelines.studies.doorkey.DoorKeyStudy;
import io.fabula.pipelines.studies.interpret.InterpretStudy;
import io.fabula.pipelines.studies.platform.PlatformStudy;
import io.fabula.pipelines.studies.scinet.ScinetStudy;
import io.fabula.pipelines.studies.twostage.TwoStageStudy;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The studies that the command line knows. */
public final class Studies {
  private final Map<String, Study<?>> byName = new LinkedHashMap<>();

  /** A registry, in the order in which they are listed. */
  public Studies(List<Study<?>> studies) {
    for (Study<?> study : studies) byName.put(study.name(), study);
  }

  /** The studies of this project. */
  public static Studies builtIn() {
    return new Studies(
        List.of(
            new InterpretStudy(),
            new PlatformStudy(),
            new ScinetStudy(),
            new AgileRecsimStudy(),
            new TwoStageStudy(),
            new DoorKeyStudy(),
            new DigLavaStudy(),
            new AgileGridStudy(),
            new AgileCreateStudy()));
  }

  /** All of them. */
  public List<Study<?>> all() {
    return List.copyOf(byName.values());
  }

  /**
   * The study of that name.
   *
   * @throws UsageProblem if there is none, with the nearest name
   */
  public Study<?> named(String name) {
    Study<?> study = byName.get(name);
    if (study == null) {
      throw new UsageProblem(
          "unknown study %s%s; ./fabula list shows all"
              .formatted(name, NearestName.hint(name, byName.keySet())));
    }
    return study;
  }
}
