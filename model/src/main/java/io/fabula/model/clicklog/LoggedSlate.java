package io.fabula.model.clicklog;

/**
 * A slate that a user was shown.
 *
 * @param user who saw it
 * @param slate ids of the items, first position first
 * @param history ids of the user's last three clicks, oldest first, -1 for none
 * @param clicked whether any item was clicked
 */
@SuppressWarnings("ArrayRecordComponent") // a row of a table, never compared
public record LoggedSlate(int user, int[] slate, int[] history, boolean clicked) {
  /** Clicks of a history. */
  public static final int HISTORY = 3;
}
