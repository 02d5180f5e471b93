package io.fabula.model.twins;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An agent of which it is known which axis of its memory makes it jump. */
class RewrittenPlayTest {
  private static final long[] LEVELS = LongStream.range(0, 40).toArray();

  /** Whatever it saw, it remembers four traps: a quarter of that is left at its next decision. */
  private static final StateRule AFRAID =
      (previous, current) -> {
        float[] changed = current.clone();
        changed[0] = 4;
        return changed;
      };

  private static List<RewrittenPlay.Episode> play(long[] levels, StateRule... rules) {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      return new RewrittenPlay(new TrapWorld(), agent, 0, 5).play(levels, List.of(rules));
    }
  }

  @Test
  void aRuleActsFromTheNextStepOn() {
    List<RewrittenPlay.Episode> episodes = play(LEVELS, StateRule.NONE, AFRAID);
    assertThat(episodes).hasSize(2 * LEVELS.length);
    for (int i = 0; i < LEVELS.length; i++) {
      RewrittenPlay.Episode own = episodes.get(2 * i);
      RewrittenPlay.Episode afraid = episodes.get(2 * i + 1);
      assertThat(own.level()).isEqualTo(LEVELS[i]).isEqualTo(afraid.level());
      assertThat(afraid.success()).isTrue();
      assertThat(afraid.cause()).isEqualTo("goal");
      assertThat(afraid.actions()[TrapWorld.JUMP])
          .as("all but the first, which was decided before anything was rewritten")
          .isGreaterThanOrEqualTo(TrapWorld.LENGTH - 2);
      assertThat(own.actions()[TrapWorld.JUMP]).isLessThan(TrapWorld.LENGTH / 2 + 2);
      assertThat(own.actions()[0] + own.actions()[1]).isEqualTo(own.length());
    }
  }

  @Test
  void twinsOfOneRuleAreAlikeAndLevelsDoNotDependOnEachOther() {
    List<RewrittenPlay.Episode> together = play(LEVELS, StateRule.NONE, StateRule.NONE);
    List<RewrittenPlay.Episode> alone = play(new long[] {LEVELS[7]}, StateRule.NONE);
    for (int i = 0; i < LEVELS.length; i++) {
      assertThat(together.get(2 * i).actions()).isEqualTo(together.get(2 * i + 1).actions());
    }
    assertThat(together.get(14).actions()).isEqualTo(alone.get(0).actions());
    assertThat(together.get(14).returnRaw()).isEqualTo(alone.get(0).returnRaw());
  }

  @Test
  void refusesANegativeLimit() {
    try (SteppingAgent agent = new SteppingAgent(new LinearAgent())) {
      assertThatThrownBy(() -> new RewrittenPlay(new TrapWorld(), agent, -1, 5))
          .hasMessage("maximumSteps must be at least 0 (0 = the world's limit), got -1");
    }
  }
}
