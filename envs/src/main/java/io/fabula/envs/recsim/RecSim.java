package io.fabula.envs.recsim;

import static io.fabula.envs.recsim.RecSimConstants.NO_ITEM;

import io.fabula.envs.Action;
import io.fabula.envs.ActionSet;
import io.fabula.envs.Environment;
import io.fabula.envs.EnvironmentSpec;
import io.fabula.envs.EpisodeProgress;
import io.fabula.envs.Picture;
import io.fabula.envs.SnapshotReader;
import io.fabula.envs.SnapshotWriter;
import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.RecSimOptions.View;
import java.util.OptionalInt;

/**
 * The recommender world (Jain et al. 2022): in each step a user is shown a slate of items out of
 * the episode's candidates, and clicks on one or skips. Skips cost much of the user's time budget,
 * clicks little; slates of one main category with many sub-categories are clicked most.
 *
 * <p>An instance is one user. Users who share a set of candidates are several instances begun with
 * {@link #reset(long, long)}. As published, a user whose time is used up takes one more step, whose
 * slate is ignored and which ends the episode.
 *
 * @implNote deviation: with shared streams a user's satisfaction is drawn from the episode's seed;
 *     the published code draws it where the shared stream stood at the end of the episode before.
 */
public final class RecSim implements Environment {
  private static final String NAME = "recsim";
  private static final int SNAPSHOT_VERSION = 1;

  private final ItemCatalogue catalogue;
  private final RecSimOptions options;
  private final EnvironmentSpec spec;
  private final CandidateSampler sampler;
  private final SlateJudge judge;
  private Uniforms choices;
  private Uniforms changes;

  private final Candidates candidates;
  private User user;

  /** The user as it was when it saw the last slate. */
  private User viewer;

  private final int[] slate;
  private int clicked = NO_ITEM;
  private EpisodeProgress progress = new EpisodeProgress();

  /** The published items and rules; see {@link ItemTable#published()}. */
  public RecSim() {
    this(ItemTable.published(), RecSimOptions.PUBLISHED);
  }

  /**
   * Makes a world.
   *
   * @throws IllegalArgumentException if the catalogue is too small for the options
   */
  public RecSim(ItemCatalogue catalogue, RecSimOptions options) {
    this.catalogue = catalogue;
    this.options = options;
    sampler =
        new CandidateSampler(catalogue, options.split(), options.rule(), options.candidates());
    judge = new SlateJudge(catalogue, options.choice(), options.slateSize());
    choices = Uniforms.of(options.streams());
    changes = Uniforms.of(options.streams());
    candidates = new Candidates(catalogue, options.candidates());
    user = new User(catalogue);
    viewer = new User(catalogue);
    slate = new int[options.slateSize()];
    spec = RecSimSpec.of(NAME, catalogue, options);
  }

  @Override
  public EnvironmentSpec spec() {
    return spec;
  }

  /** The items that exist. */
  public ItemCatalogue catalogue() {
    return catalogue;
  }

  /** The rules of this world. */
  public RecSimOptions options() {
    return options;
  }

  /** Begins an episode with new candidates and a new user. */
  @Override
  public void reset(long seed) {
    reset(seed, seed);
  }

  /**
   * Begins an episode of a user in a group that shares its candidates.
   *
   * @param groupSeed decides the candidates
   * @param userSeed decides the user and what it does
   */
  public void reset(long groupSeed, long userSeed) {
    offer(sampler.draw(new RandomStream(Seeds.of(groupSeed, "candidates"))));
    user.draw(new RandomStream(Seeds.of(userSeed, "user")), options.timeBudget());
    begin(userSeed);
  }

  /**
   * Begins an episode with given candidates and a given user.
   *
   * @param userSeed decides what the user does
   * @param ids as many different items as the options say
   * @param interests tastes, {@code [featureCount]}
   * @param satisfaction {@code [qualityCount]}
   */
  public void reset(long userSeed, int[] ids, double[] interests, double[] satisfaction) {
    candidates.check(ids);
    user.set(interests, satisfaction, options.timeBudget());
    offer(ids.clone());
    begin(userSeed);
  }

  private void offer(int[] ids) {
    candidates.begin(ids);
    judge.beginWith(ids);
  }

  private void begin(long userSeed) {
    choices.begin(Seeds.of(userSeed, "choice"));
    changes.begin(Seeds.of(userSeed, "change"));
    clicked = NO_ITEM;
    progress.begin();
  }

  @Override
  public void step(Action action) {
    spec.actions().check(action);
    progress.checkRunning(NAME);
    int[] chosen = ((Action.Slate) action).items();
    candidates.checkAvailable(chosen);
    System.arraycopy(chosen, 0, slate, 0, slate.length);
    viewer.copy(user);
    clicked = NO_ITEM;
    boolean gone = user.budget <= 0;
    progress.advance(gone ? 0 : respond(), gone, options.maximumSteps());
  }

  /** Lets the user choose from the slate, and returns what that earns. */
  private double respond() {
    candidates.show(slate);
    judge.lookAt(slate);
    judge.probabilities(user);
    int taken = judge.choose(choices.next());
    if (taken == NO_ITEM) {
      user.skip(options.skipPenalty());
    } else {
      clicked = slate[taken];
      user.click(clicked, changes);
    }
    double click = clicked == NO_ITEM ? 0 : 1;
    return switch (options.reward()) {
      case CLICK -> click;
      case WATCH_TIME -> clicked == NO_ITEM ? 0 : catalogue.length(clicked);
      case METRIC -> judge.metric(options.rewardMetric());
      case CLICK_PLUS_METRIC -> click + judge.metric(options.rewardMetric());
    };
  }

  @Override
  public double reward() {
    return progress.reward();
  }

  @Override
  public boolean terminated() {
    return progress.terminated();
  }

  @Override
  public boolean truncated() {
    return progress.truncated();
  }

  /** Writes interests or history; all zeros once the user has left. */
  @Override
  public void observe(float[] target, int offset) {
    int size = spec.observations().size();
    for (int i = 0; i < size; i++) {
      double value = options.view() == View.INTERESTS ? user.interests[i] : user.history[i];
      target[offset + i] =
          progress.terminated() && options.view() == View.INTERESTS ? 0 : (float) value;
    }
  }

  @Override
  public ActionSet availableActions() {
    return candidates.set();
  }

  /** Id of the item clicked in the last step; empty after a skip or a reset. */
  public OptionalInt clicked() {
    return clicked == NO_ITEM ? OptionalInt.empty() : OptionalInt.of(clicked);
  }

  /** The user's tastes now, {@code [featureCount]}. */
  public double[] interests() {
    return user.interests.clone();
  }

  /** The user's satisfaction now, {@code [qualityCount]}. */
  public double[] satisfaction() {
    return user.satisfaction.clone();
  }

  /** Minutes that the user has left; 0 or less when the next step will be the last. */
  public double timeBudget() {
    return user.budget;
  }

  /** Steps taken in this episode. */
  public int steps() {
    return progress.steps();
  }

  /**
   * The chances that the user, as it is now, takes each item of a slate or skips.
   *
   * @param items a slate in order, of any items
   * @return {@code [slateSize + 1]}, the last is the skip
   */
  public double[] probabilities(int... items) {
    spec.actions().check(Action.slate(items));
    judge.lookAt(items);
    return judge.probabilities(user).clone();
  }

  /**
   * Everything that can be said about the last step.
   *
   * @throws IllegalStateException if the episode has no step yet
   */
  public StepReport report() {
    if (progress.steps() == 0) throw new IllegalStateException("no step was taken in this episode");
    judge.lookAt(slate);
    int rank = 0;
    while (rank < slate.length && slate[rank] != clicked) rank++;
    boolean hit = rank < slate.length;
    return new StepReport(
        clicked,
        hit ? 1 : 0,
        hit ? 1.0 / (rank + 1) : 0,
        hit ? StrictMath.log(2) / StrictMath.log(rank + 2) : 0,
        judge.metric(SlateMetric.INTRASESSION_DIVERSITY),
        judge.metric(SlateMetric.SHANNON_ENTROPY),
        judge.metric(SlateMetric.SPECIFICITY),
        judge.subcategoryDiversity(),
        judge.metric(SlateMetric.CPR),
        candidates.shownCount() / (double) catalogue.size(),
        judge.nearestDistance(viewer.interests),
        judge.greatestProduct(viewer.interests),
        user.budget);
  }

  /**
   * How many main categories the last slate holds a special item and an ordinary one of; 0 where
   * there are no special items.
   *
   * @throws IllegalStateException if the episode has no step yet
   */
  public int pairs() {
    if (progress.steps() == 0) throw new IllegalStateException("no step was taken in this episode");
    judge.lookAt(slate);
    return judge.pairs();
  }

  @Override
  public byte[] snapshot() {
    SnapshotWriter out = new SnapshotWriter(NAME, SNAPSHOT_VERSION).put(candidates.set().ids());
    user.write(out);
    viewer.write(out);
    out.put(candidates.shown()).put(slate).put(choices.state()).put(changes.state()).put(clicked);
    progress.write(out);
    return out.toBytes();
  }

  @Override
  public void restore(byte[] snapshot) {
    SnapshotReader in = new SnapshotReader(snapshot, NAME, SNAPSHOT_VERSION);
    int[] ids = in.nextInts();
    User newUser = User.read(in, catalogue);
    User newViewer = User.read(in, catalogue);
    byte[] seen = in.nextBytes();
    int[] newSlate = in.nextInts();
    Uniforms newChoices = Uniforms.of(options.streams(), in.nextLongs());
    Uniforms newChanges = Uniforms.of(options.streams(), in.nextLongs());
    int newClicked = in.nextInt();
    EpisodeProgress newProgress = EpisodeProgress.read(in);
    in.end();
    if (newProgress.begun()) candidates.check(ids);
    if (seen.length != options.candidates() || newSlate.length != slate.length) {
      throw new IllegalArgumentException("the snapshot belongs to slates of another size");
    }
    for (int id : newSlate) {
      if (id < 0 || id >= catalogue.size()) {
        throw new IllegalArgumentException("the snapshot's slate has an unknown item " + id);
      }
    }
    offer(newProgress.begun() ? ids : new int[0]);
    candidates.restoreShown(seen);
    user = newUser;
    viewer = newViewer;
    System.arraycopy(newSlate, 0, slate, 0, slate.length);
    choices = newChoices;
    changes = newChanges;
    clicked = newClicked;
    progress = newProgress;
  }

  @Override
  public Picture render() {
    double[] chances = new double[0];
    if (steps() > 0) {
      judge.lookAt(slate);
      chances = judge.probabilities(viewer);
    }
    return new RecSimRenderer(this, steps() > 0 ? slate : new int[0], chances).draw();
  }
}
