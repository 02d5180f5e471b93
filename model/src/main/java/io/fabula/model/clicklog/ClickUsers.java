package io.fabula.model.clicklog;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.recsim.CandidateRule;
import io.fabula.envs.recsim.ItemCatalogue;
import io.fabula.envs.recsim.ItemTable;
import io.fabula.envs.recsim.RecSim;
import io.fabula.envs.recsim.RecSimOptions;
import io.fabula.envs.recsim.SlateScores;
import io.fabula.envs.recsim.Split;
import io.fabula.model.slates.ItemFeatures;
import io.fabula.model.slates.SlateWorld;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Users of a log who click as some chances say: those of a learned model, or the true ones. A click
 * falls on each item of the slate alike; what is seen is the user with its last three clicks. All
 * episodes have the same number of steps.
 */
public final class ClickUsers implements SlateWorld {
  private static final List<String> MEASURES =
      List.of("hit_rate", "shannon_entropy", "specificity", "cpr");

  private final Options options;
  private final ClickChances chances;
  private final LogItems log;
  private final LogUsers people;
  private final ItemFeatures items;
  private final int[] pool;
  private final RecSim candidates;
  private final SlateScores scores;
  private final LoggedSlate[] rows;
  private final double[] chance;
  private final double[] rewards;
  private final RandomStream[] streams;
  private final int[] main;
  private final int[] sub;
  private int step;

  /**
   * The rules of the world.
   *
   * @param users at a time, at least 1
   * @param slateSize items in a slate
   * @param candidates items on offer
   * @param rule how they are drawn
   * @param split offline items (for training) or online ones
   * @param steps of an episode, at least 1
   * @param clickReward what a click earns
   * @param rescaled whether chances above 0.7 are stretched from 0.7..1 to 0..1, as published, so
   *     that 0.71 becomes 0.03
   * @param firstUsers whether users are always the first of the log, as published; else drawn
   */
  public record Options(
      int users,
      int slateSize,
      int candidates,
      CandidateRule rule,
      Split split,
      int steps,
      double clickReward,
      boolean rescaled,
      boolean firstUsers) {
    /** Chances above this are stretched. */
    public static final double RESCALED_FROM = 0.7;

    public Options {
      if (users < 1) throw new IllegalArgumentException("users must be at least 1, got " + users);
      if (steps < 1) throw new IllegalArgumentException("steps must be at least 1, got " + steps);
    }

    /** What becomes of a chance. */
    public double applied(double chance) {
      boolean stretched = rescaled && chance > RESCALED_FROM;
      return stretched ? (chance - RESCALED_FROM) / (1 - RESCALED_FROM) : chance;
    }
  }

  /**
   * @param items embeddings of items
   * @param pool users of the log's rows, in their order
   */
  public ClickUsers(
      Options options,
      ClickChances chances,
      LogItems log,
      LogUsers people,
      ItemFeatures items,
      int[] pool) {
    if (pool.length < options.users()) {
      throw new IllegalArgumentException(
          "the log must hold at least %d rows, got %d".formatted(options.users(), pool.length));
    }
    this.options = options;
    this.chances = chances;
    this.log = log;
    this.people = people;
    this.items = items;
    this.pool = pool.clone();
    candidates =
        new RecSim(
            catalogue(log),
            RecSimOptions.PUBLISHED
                .withSlates(options.slateSize(), options.candidates(), options.rule())
                .withSplit(options.split()));
    scores = new SlateScores(options.slateSize(), log.categories(), log.subcategories());
    rows = new LoggedSlate[options.users()];
    chance = new double[options.users()];
    rewards = new double[options.users()];
    streams = new RandomStream[options.users()];
    main = new int[options.slateSize()];
    sub = new int[options.slateSize()];
  }

  /** Categories and splits of the items, so that candidates can be drawn by them. */
  private static ItemCatalogue catalogue(LogItems log) {
    List<String> header =
        List.of("item_id", "split", "main_category", "sub_category", "video_length", "f0", "q0");
    List<List<String>> table = new ArrayList<>();
    for (int id = 0; id < log.count(); id++) {
      table.add(
          List.of(
              String.format(Locale.ROOT, "%d", id),
              id < log.offline() ? "train" : "test",
              Integer.toString(log.main()[id]),
              Integer.toString(log.sub()[id]),
              "1",
              "0",
              "0"));
    }
    return ItemTable.of("items of the log", header, table);
  }

  @Override
  public int users() {
    return options.users();
  }

  @Override
  public int slateSize() {
    return options.slateSize();
  }

  @Override
  public ItemFeatures items() {
    return items;
  }

  @Override
  public void begin(long seed) {
    candidates.reset(Seeds.of(seed, "group"));
    for (int i = 0; i < rows.length; i++) {
      streams[i] = new RandomStream(Seeds.of(seed, "user", i));
      int user = options.firstUsers() ? pool[i] : pool[streams[i].nextInt(pool.length)];
      int[] none = new int[LoggedSlate.HISTORY];
      Arrays.fill(none, -1);
      rows[i] = new LoggedSlate(user, new int[0], none, false);
    }
    Arrays.fill(rewards, 0);
    step = 0;
  }

  @Override
  public int[] candidates() {
    return candidates.availableActions().ids();
  }

  @Override
  public boolean isActive(int user) {
    return step < options.steps();
  }

  @Override
  public void observe(int user, float[] target, int offset) {
    int size = people.size() + items.size();
    for (int t = 0; t < LoggedSlate.HISTORY; t++) {
      int at = offset + t * size;
      System.arraycopy(
          people.values(), rows[user].user() * people.size(), target, at, people.size());
      items.copy(rows[user].history()[t], target, at + people.size());
    }
  }

  @Override
  public void step(int[] slates) {
    int size = options.slateSize();
    for (int i = 0; i < rows.length; i++) {
      int[] slate = Arrays.copyOfRange(slates, i * size, (i + 1) * size);
      rows[i] = new LoggedSlate(rows[i].user(), slate, rows[i].history(), false);
    }
    chances.of(rows, rows.length, chance);
    for (int i = 0; i < rows.length; i++) {
      boolean click = streams[i].nextDouble() < options.applied(chance[i]);
      rewards[i] = click ? options.clickReward() : 0;
      if (!click) continue;
      int[] history = rows[i].history().clone();
      System.arraycopy(history, 1, history, 0, history.length - 1);
      history[history.length - 1] = rows[i].slate()[streams[i].nextInt(size)];
      rows[i] = new LoggedSlate(rows[i].user(), rows[i].slate(), history, true);
    }
    step++;
  }

  @Override
  public double reward(int user) {
    return rewards[user];
  }

  @Override
  public List<String> measures() {
    return MEASURES;
  }

  @Override
  public void measure(int user, double[] target) {
    int[] slate = rows[user].slate();
    for (int j = 0; j < slate.length; j++) {
      main[j] = log.main()[slate[j]];
      sub[j] = log.sub()[slate[j]];
    }
    scores.count(main, sub);
    target[0] = rows[user].clicked() ? 1 : 0;
    target[1] = scores.entropy();
    target[2] = scores.specificity();
    target[3] = scores.cpr(io.fabula.envs.recsim.CprOperation.MULTIPLY);
  }

  /** The user of a place. */
  public int person(int user) {
    return rows[user].user();
  }
}
