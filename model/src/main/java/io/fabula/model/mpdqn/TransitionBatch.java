package io.fabula.model.mpdqn;

/**
 * Transitions that an update learns from; fill the arrays.
 *
 * @param states {@code [rows, stateSize]}
 * @param actions which discrete action was taken, {@code [rows]}
 * @param parameters all that was proposed or drawn, on the scale of -1..1, {@code [rows,
 *     proposals]}
 * @param rewards {@code [rows]}
 * @param nextStates {@code [rows, stateSize]}
 * @param ends 1 where the episode ended there, else 0, {@code [rows]}
 * @param returns discounted rewards to the end of the episode, {@code [rows]}; read only where
 *     targets are mixed
 */
@SuppressWarnings("ArrayRecordComponent") // filled in place, never compared
public record TransitionBatch(
    float[] states,
    int[] actions,
    float[] parameters,
    float[] rewards,
    float[] nextStates,
    float[] ends,
    float[] returns) {
  /** Room for {@code rows} transitions of an agent. */
  public static TransitionBatch of(MpDqnArchitecture agent, int rows) {
    int states = Math.multiplyExact(rows, agent.stateSize());
    return new TransitionBatch(
        new float[states],
        new int[rows],
        new float[Math.multiplyExact(rows, agent.proposals())],
        new float[rows],
        new float[states],
        new float[rows],
        new float[rows]);
  }
}
