package io.fabula.model.clicklog;

import io.fabula.envs.random.RandomStream;
import io.fabula.envs.random.Seeds;
import io.fabula.envs.random.Ziggurat;

/**
 * Makes items, users and logs whose clicks follow the {@link PlantedRule}, so that what is learned
 * from them can be compared with the truth. Any row can be made without those before it.
 */
public final class LogGenerator {
  /** Dense attributes of an item in the original data. */
  public static final int DEEP = 30;

  /** Further attributes of an item in the original data. */
  public static final int WIDE = 4096;

  /** Numbers of a user in the original data. */
  public static final int USER = 137;

  private static final int HIDDEN = 8;
  private static final double SPREAD = 0.6;
  private static final double SPARSE = 0.1;

  /**
   * What to make.
   *
   * @param users at least 1
   * @param offlineItems items of the offline log, at least {@code slateSize}
   * @param onlineItems items of the online log, at least {@code slateSize}
   * @param categories main categories, at least 2
   * @param subcategories of each, at least 1
   * @param slateSize items in a slate, at least 3
   * @param seed of everything
   */
  public record Options(
      int users,
      int offlineItems,
      int onlineItems,
      int categories,
      int subcategories,
      int slateSize,
      long seed) {
    public Options {
      if (users < 1) throw new IllegalArgumentException("users must be at least 1, got " + users);
      if (categories < 2) {
        throw new IllegalArgumentException("categories must be at least 2, got " + categories);
      }
      if (subcategories < 1) {
        throw new IllegalArgumentException(
            "subcategories must be at least 1, got " + subcategories);
      }
      if (slateSize < 3) {
        throw new IllegalArgumentException("slateSize must be at least 3, got " + slateSize);
      }
      int least = Math.max(slateSize, categories);
      if (offlineItems < least || onlineItems < least) {
        throw new IllegalArgumentException(
            "offlineItems and onlineItems must be at least %d, got %d and %d"
                .formatted(least, offlineItems, onlineItems));
      }
    }
  }

  private final Options options;
  private final float[] mixing;
  private final LogItems items;
  private final LogUsers users;
  private final PlantedRule rule;

  public LogGenerator(Options options) {
    this.options = options;
    mixing = mixing();
    items = makeItems();
    users = makeUsers();
    rule = new PlantedRule(items, users, options.slateSize());
  }

  /** The items, categories dealt out evenly in both logs. */
  public LogItems items() {
    return items;
  }

  /** The users; the first numbers are tastes among the dense attributes of items. */
  public LogUsers users() {
    return users;
  }

  /** The rule of the clicks. */
  public PlantedRule rule() {
    return rule;
  }

  private RandomStream stream(String purpose, long... indices) {
    return new RandomStream(Seeds.of(options.seed(), purpose, indices));
  }

  private float[] mixing() {
    RandomStream stream = stream("mixing");
    float[] all = new float[HIDDEN * (DEEP + WIDE)];
    for (int i = 0; i < all.length; i++) {
      all[i] = (float) (Ziggurat.nextGaussian(stream) / Math.sqrt(HIDDEN));
    }
    return all;
  }

  private LogItems makeItems() {
    int n = options.offlineItems() + options.onlineItems();
    float[] deep = new float[n * DEEP];
    float[] wide = new float[n * WIDE];
    int[] main = new int[n];
    int[] sub = new int[n];
    double[][] centres = centres();
    for (int item = 0; item < n; item++) {
      int within = item < options.offlineItems() ? item : item - options.offlineItems();
      main[item] = within % options.categories();
      sub[item] = within / options.categories() % options.subcategories();
      RandomStream stream = stream("item", item);
      double[] hidden = centres[main[item] * options.subcategories() + sub[item]].clone();
      for (int i = 0; i < HIDDEN; i++) hidden[i] += SPREAD * Ziggurat.nextGaussian(stream);
      for (int i = 0; i < DEEP; i++)
        deep[item * DEEP + i] = (float) StrictMath.tanh(mixed(hidden, i));
      for (int i = 0; i < WIDE; i++) {
        double value = StrictMath.tanh(2 * mixed(hidden, DEEP + i));
        wide[item * WIDE + i] = stream.nextDouble() < SPARSE ? 0 : (float) value;
      }
    }
    return new LogItems(options.offlineItems(), deep, DEEP, wide, WIDE, main, sub);
  }

  private double[][] centres() {
    RandomStream stream = stream("centres");
    double[][] centres = new double[options.categories() * options.subcategories()][HIDDEN];
    double[] ofMain = new double[HIDDEN];
    for (int c = 0; c < centres.length; c++) {
      if (c % options.subcategories() == 0) {
        for (int i = 0; i < HIDDEN; i++) ofMain[i] = 1.5 * Ziggurat.nextGaussian(stream);
      }
      for (int i = 0; i < HIDDEN; i++) {
        centres[c][i] = ofMain[i] + 0.5 * Ziggurat.nextGaussian(stream);
      }
    }
    return centres;
  }

  private double mixed(double[] hidden, int output) {
    double sum = 0;
    for (int i = 0; i < HIDDEN; i++) sum += hidden[i] * mixing[output * HIDDEN + i];
    return sum;
  }

  private LogUsers makeUsers() {
    float[] values = new float[options.users() * USER];
    for (int user = 0; user < options.users(); user++) {
      RandomStream stream = stream("user", user);
      double[] hidden = new double[HIDDEN];
      for (int i = 0; i < HIDDEN; i++) hidden[i] = 1.5 * Ziggurat.nextGaussian(stream);
      for (int i = 0; i < USER; i++) {
        values[user * USER + i] =
            (float) (i < DEEP ? StrictMath.tanh(mixed(hidden, i)) : Ziggurat.nextGaussian(stream));
      }
    }
    return new LogUsers(values, USER);
  }

  /**
   * A row of a log. Half of the slates are of any items; in the others most items are of one main
   * category, as recommenders before would have chosen them.
   *
   * @param online which log
   * @param row its number, from 0
   */
  public LoggedSlate row(boolean online, long row) {
    RandomStream stream = stream(online ? "online" : "offline", row);
    int first = online ? options.offlineItems() : 0;
    int count = online ? options.onlineItems() : options.offlineItems();
    int user = stream.nextInt(options.users());
    int[] order = stream.permutation(count);
    int[] slate = new int[options.slateSize()];
    boolean specific = stream.nextDouble() < 0.5;
    int liked = items.main()[first + order[0]];
    int taken = 0;
    if (specific) {
      int wanted = options.slateSize() - stream.nextInt(3);
      for (int i = 0; i < count && taken < wanted; i++) {
        if (items.main()[first + order[i]] == liked) slate[taken++] = first + order[i];
      }
    }
    for (int i = 0; i < count && taken < slate.length; i++) {
      if (specific && items.main()[first + order[i]] == liked) continue;
      slate[taken++] = first + order[i];
    }
    for (int i = 0; i < count && taken < slate.length; i++) {
      int id = first + order[i];
      if (!contains(slate, taken, id)) slate[taken++] = id;
    }
    int[] history = new int[LoggedSlate.HISTORY];
    for (int i = 0; i < history.length; i++) history[i] = first + stream.nextInt(count);
    return new LoggedSlate(user, slate, history, stream.nextDouble() < rule.chance(user, slate));
  }

  private static boolean contains(int[] slate, int taken, int id) {
    for (int i = 0; i < taken; i++) if (slate[i] == id) return true;
    return false;
  }
}
