package io.fabula.envs.diglava;

import static io.fabula.envs.diglava.DigLavaConstants.DRAWN_SKILLS;

import io.fabula.envs.ActionSet;
import io.fabula.envs.random.RandomStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The sets of skills an episode may have: some always, and an ordered draw of two others. */
final class DigLavaSkillSets {
  private final int[] always;
  private final int[] others;

  /** All sets, by first and second draw; made once so that a reset allocates none. */
  private final ActionSet[] sets;

  DigLavaSkillSets(DigLavaOptions.Skills options) {
    List<Integer> kept = new ArrayList<>();
    List<Integer> drawable = new ArrayList<>();
    for (DigLavaSkill skill : DigLavaSkill.ALL) {
      if (skill.isDiagonal() && options.removeDiagonals()) continue;
      (skill.id() < options.availableUpTo() ? kept : drawable).add(skill.id());
    }
    always = kept.stream().mapToInt(Integer::intValue).toArray();
    others = drawable.stream().mapToInt(Integer::intValue).toArray();
    sets = new ActionSet[others.length * others.length];
    for (int first = 0; first < others.length; first++) {
      for (int second = 0; second < others.length; second++) {
        if (first == second) continue;
        int[] ids = Arrays.copyOf(always, size());
        ids[always.length] = others[first];
        ids[always.length + 1] = others[second];
        sets[first * others.length + second] = of(ids);
      }
    }
  }

  /** Skills in a drawn set. */
  int size() {
    return always.length + DRAWN_SKILLS;
  }

  /** Draws two of the others, uniformly without replacement. */
  ActionSet draw(RandomStream stream) {
    int first = stream.nextInt(others.length);
    int second = stream.nextInt(others.length - 1);
    if (second >= first) second++;
    return sets[first * others.length + second];
  }

  /** A set of given skills with their representations. */
  static ActionSet of(int[] ids) {
    if (ids.length == 0) throw new IllegalArgumentException("a set needs at least one skill");
    float[] representation = new float[ids.length * DigLavaSkill.REPRESENTATION_SIZE];
    for (int i = 0; i < ids.length; i++) {
      if (ids[i] < 0 || ids[i] >= DigLavaSkill.COUNT) {
        throw new IllegalArgumentException(
            "skill must be within 0.." + (DigLavaSkill.COUNT - 1) + ", got " + ids[i]);
      }
      for (int j = 0; j < i; j++) {
        if (ids[j] == ids[i])
          throw new IllegalArgumentException("skill " + ids[i] + " stands twice in the set");
      }
      float[] row = DigLavaSkill.ALL[ids[i]].representation();
      System.arraycopy(row, 0, representation, i * row.length, row.length);
    }
    return new ActionSet(ids.clone(), representation);
  }
}
