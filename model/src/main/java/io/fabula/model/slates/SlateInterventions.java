package io.fabula.model.slates;

import io.fabula.envs.ActionSet;
import io.fabula.model.sets.interventions.SetChange;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the set of candidates does to a decision: one candidate is taken out of the set, or one is
 * added, and the agent decides again. The network is the same: its weights do not depend on the
 * number of candidates.
 */
public final class SlateInterventions implements AutoCloseable {
  private final SlateActor actor;
  private final SlateActor smaller;
  private final SlateActor larger;
  private final SlateNetwork ofSmaller;
  private final SlateNetwork ofLarger;
  private final SlateArchitecture agent;

  /**
   * @param network decides; not closed with this
   * @throws IllegalArgumentException for agents whose outputs are tied to their items
   */
  public SlateInterventions(SlateNetwork network, ItemFeatures items) {
    agent = network.architecture();
    ofSmaller = network.withCandidates(agent.candidates() - 1);
    ofLarger = network.withCandidates(agent.candidates() + 1);
    actor = new SlateActor(network, items, true);
    smaller = new SlateActor(ofSmaller, items, true);
    larger = new SlateActor(ofLarger, items, true);
  }

  /**
   * A decision.
   *
   * @param slate ids, first position first
   * @param values of all candidates for the first position
   * @param attention how much each candidate is looked at for the first position: the mean over all
   *     candidates of the weights of the graph's second layer; empty without attention
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Decision(int[] slate, float[] values, double[] attention) {}

  /**
   * What a change of the set did.
   *
   * @param item taken out or added
   * @param added whether it was added
   * @param inSlate whether the item is in the slate of the set that holds it
   * @param replaced items of the slate without the change that are not in the slate with it, the
   *     changed item itself not counted
   * @param valueChange mean absolute change of the other candidates' values for the first position
   * @param slate with the change
   */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  public record Change(
      int item, boolean added, boolean inSlate, int replaced, double valueChange, int[] slate) {}

  /** The decision with the set as it is. */
  public Decision decide(int[] candidates, float[] user) {
    return decide(actor, candidates, user);
  }

  /** What taking each candidate out does, in their order. */
  public List<Change> remove(int[] candidates, float[] user) {
    Decision whole = decide(candidates, user);
    List<Change> changes = new ArrayList<>();
    for (int k = 0; k < candidates.length; k++) {
      changes.add(change(smaller, candidates, whole, new SetChange.Remove(k), user));
    }
    return changes;
  }

  /** What adding an item does. */
  public Change add(int[] candidates, int item, float[] user) {
    return change(larger, candidates, decide(candidates, user), new SetChange.Add(set(item)), user);
  }

  private static ActionSet set(int... ids) {
    return new ActionSet(ids, new float[0]);
  }

  private Change change(
      SlateActor by, int[] candidates, Decision before, SetChange change, float[] user) {
    Decision after = decide(by, change.in(set(candidates)).ids(), user);
    int[] places = change.places(candidates.length);
    int stay = candidates.length - (change.removed() < 0 ? 0 : 1);
    double values = 0;
    for (int i = 0; i < places.length; i++) {
      if (places[i] < 0) continue;
      values += Math.abs(after.values()[places[i]] - before.values()[i]) / stay;
    }
    boolean added = change.removed() < 0;
    int item = added ? change.added() : candidates[change.removed()];
    return change(item, added, before, after, values);
  }

  private static Change change(
      int item, boolean added, Decision before, Decision after, double valueChange) {
    Set<Integer> left = new HashSet<>();
    for (int id : before.slate()) left.add(id);
    boolean held = left.contains(item);
    for (int id : after.slate()) {
      held |= id == item;
      left.remove(id);
    }
    left.remove(item);
    return new Change(item, added, held, left.size(), valueChange, after.slate());
  }

  private Decision decide(SlateActor by, int[] candidates, float[] user) {
    int n = candidates.length;
    by.offer(candidates);
    int[] positions = new int[agent.slateSize()];
    SlateActor.Trace trace = by.trace(1, user, positions);
    int[] slate = new int[positions.length];
    for (int j = 0; j < slate.length; j++) slate[j] = candidates[positions[j]];
    double[] attention = new double[trace.attention().length == 0 ? 0 : n];
    for (int i = 0; i < n * attention.length; i++) {
      attention[i % n] += trace.attention()[0][i] / n;
    }
    return new Decision(slate, trace.values()[0], attention);
  }

  @Override
  public void close() {
    actor.close();
    smaller.close();
    larger.close();
    ofSmaller.close();
    ofLarger.close();
  }
}
