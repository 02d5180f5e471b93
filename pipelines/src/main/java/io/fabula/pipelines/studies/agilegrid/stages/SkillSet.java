package io.fabula.pipelines.studies.agilegrid.stages;

import io.fabula.envs.ActionSet;
import io.fabula.envs.diglava.DigLavaSkill;

/** Which dig skills a set of skills holds: all that decides what can be earned. */
public enum SkillSet {
  NONE("no dig"),
  ORANGE("dig orange"),
  PINK("dig pink"),
  BOTH("both digs");

  private final String title;

  SkillSet(String title) {
    this.title = title;
  }

  /** In figures. */
  public String title() {
    return title;
  }

  /** What a set holds. */
  public static SkillSet of(ActionSet set) {
    boolean orange = set.contains(DigLavaSkill.DIG_ORANGE.id());
    boolean pink = set.contains(DigLavaSkill.DIG_PINK.id());
    if (orange) return pink ? BOTH : ORANGE;
    return pink ? PINK : NONE;
  }
}
