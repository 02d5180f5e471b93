package io.fabula.model.clicklog;

/** The chances that slates are clicked at all. */
public interface ClickChances {
  /**
   * Writes the chances of some slates.
   *
   * @param rows slates; what is clicked in them is not read
   * @param count how many of {@code rows} count, from the first on
   * @param target filled with a chance for each, 0 to 1
   */
  void of(LoggedSlate[] rows, int count, double[] target);
}
