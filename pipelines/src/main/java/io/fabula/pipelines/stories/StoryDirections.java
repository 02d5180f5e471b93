package io.fabula.pipelines.stories;

import io.fabula.analysis.stories.PathDirections;
import io.fabula.envs.edits.EditSpec;
import io.fabula.pipelines.store.Artifact;
import java.util.ArrayList;
import java.util.List;

/** The directions of an agent's state that are pushed. */
public final class StoryDirections {
  private StoryDirections() {}

  /** The components, in their order. */
  static List<PathDirections> components(int k) {
    List<PathDirections> components = new ArrayList<>();
    for (int i = 0; i < k; i++) components.add(PathDirections.component(i, k));
    return components;
  }

  /**
   * The components, and the directions in which edits of features move the studied agent.
   *
   * @param k number of components
   * @param edited the artifact of the stage that edits worlds
   */
  public static List<PathDirections> of(
      int k, Subject subject, List<String> features, Artifact edited) {
    List<EditEffects.Effect> effects = EditEffects.read(edited);
    List<PathDirections> directions = components(k);
    for (EditSpec edit : subject.newWorld().editor().edits()) {
      if (!features.contains(edit.feature())) continue;
      directions.addAll(PathPlay.contrasts(edit.name(), effects));
    }
    return directions;
  }
}
