package io.fabula.model.sets.interventions;

import io.fabula.envs.ActionSet;
import java.util.List;

/** An agent in one state, asked what it makes of sets. */
public interface SetJudge {
  /** Judges several sets in the same state. */
  List<SetJudgement> judge(List<ActionSet> sets);
}
