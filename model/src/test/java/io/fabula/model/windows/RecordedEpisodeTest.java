package io.fabula.model.windows;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/**
 * Recordings keep a reward beside the action that earned it; the simulator learns from rewards that
 * arrive with a frame and from a black frame at the end, as the original recorded them.
 */
final class RecordedEpisodeTest {
  private static final byte[] PICTURES = {1, 2, 3, 4, 5, 6};

  private static RecordedEpisode episode(boolean ended) {
    return RecordedEpisode.arriving(
        3,
        PooledFrames.of(PICTURES, 1, 1),
        new float[] {0, 0, 10, 11, 20, 21},
        new byte[] {7, 8},
        new float[] {0.5f, 10},
        ended);
  }

  private static void assertRow(
      RecordedEpisode episode, int t, int red, int action, float reward, boolean terminal) {
    float[] frame = new float[3];
    episode.frames().copy(t, 1, frame, 0);
    assertThat(Math.round(255 * frame[0])).isEqualTo(red);
    assertThat(episode.action(t)).isEqualTo(action);
    assertThat(episode.reward(t)).isEqualTo(reward);
    assertThat(episode.terminal(t)).isEqualTo(terminal);
  }

  private static void assertState(RecordedEpisode episode, int t, float first) {
    float[] state = new float[2];
    episode.copyAgentState(t, state, 0);
    assertThat(state[0]).isEqualTo(first);
  }

  @Test
  void endsWithABlackFrameThatTheLastRewardArrivesWith() {
    RecordedEpisode episode = episode(true);
    assertThat(episode.length()).isEqualTo(3);
    assertRow(episode, 0, 1, 7, 0, false);
    assertRow(episode, 1, 4, 8, 0.5f, false);
    assertRow(episode, 2, 0, WindowRule.NULL_ACTION, 10, true);
    assertState(episode, 1, 10);
    assertState(episode, 2, 20);
    assertState(episode, 3, 20);
  }

  @Test
  void showsNoEndWhereTheRecorderCutItOff() {
    RecordedEpisode episode = episode(false);
    assertThat(episode.length()).isEqualTo(2);
    assertRow(episode, 0, 1, 7, 0, false);
    assertRow(episode, 1, 4, 8, 0.5f, false);
    assertState(episode, 2, 20);
  }
}
