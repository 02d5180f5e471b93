package io.fabula.pipelines.stories;

import io.fabula.pipelines.stages.StageWork;
import java.io.Serializable;
import java.util.List;

/** What speaks against claiming anything of an agent at all. */
public interface Objections extends Serializable {
  /** Nothing. */
  static Objections none() {
    return new None();
  }

  /** The stages whose artifacts are looked at. */
  List<String> inputs();

  /** One clause for each objection; empty where there is none. */
  List<String> of(StageWork work);

  /** See {@link #none}. */
  record None() implements Objections {
    @Override
    public List<String> inputs() {
      return List.of();
    }

    @Override
    public List<String> of(StageWork work) {
      return List.of();
    }
  }
}
