package io.fabula.model.slates;

import java.util.ArrayList;
import java.util.List;

/** What values all slots of the slates of some users, one slot after the other. */
final class SlotPlans implements AutoCloseable {
  private final SlotPlan[] plans;
  private final SlateCodes slates;
  private int offer;

  /**
   * @param rows users
   * @param explaining whether attention will be read
   */
  SlotPlans(SlateNetwork network, int rows, boolean explaining) {
    plans = new SlotPlan[network.architecture().valueNetworks()];
    for (int i = 0; i < plans.length; i++) plans[i] = new SlotPlan(network, rows, i, explaining);
    slates = new SlateCodes(network, rows);
  }

  /** Begins empty slates for users, [rows, inputs]. */
  void begin(float[] users) {
    for (SlotPlan plan : plans) plan.watch(users);
    slates.clear();
  }

  /**
   * Sets what slates are made of, as {@link SlotPlan#offer} says.
   *
   * @param number of the offer, from 1: nothing is to be done if it was the last one here, too
   */
  void offer(int number, float[] candidateItems, float[] availability) {
    if (number == offer) return;
    for (SlotPlan plan : plans) plan.offer(candidateItems, availability);
    offer = number;
  }

  /** What values a slot. */
  SlotPlan plan(int slot) {
    return plans[Math.min(slot, plans.length - 1)];
  }

  /** Values of a slot's choices, [rows, choices]; edges as {@link SlotPlan#run} says. */
  void values(int slot, float[] edges, float[] target) {
    plan(slot).run(slates.code(), edges, target);
  }

  /** Takes an item into each slate, features [rows, itemSize]. */
  void take(float[] picked) {
    slates.take(picked);
  }

  /** What a slot costs, with the time of each step. */
  List<String> profile(int runs) {
    List<String> lines = new ArrayList<>(slates.profile(runs));
    lines.addAll(plan(plans.length - 1).profile(runs));
    return lines;
  }

  @Override
  public void close() {
    for (SlotPlan plan : plans) plan.close();
    slates.close();
  }
}
