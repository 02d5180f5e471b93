package io.fabula.analysis.scinet;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The sets that the noise parameters say: latents in use (encoder noise below the signal, s &lt; 0)
 * and for each agent those of them that it keeps (its own noise below the signal as well). An
 * agent's noise on a latent that is not in use has no meaning.
 */
public final class Representation {
  /** Nearer to 0 than this, a noise parameter is undecided. */
  public static final double UNDECIDED = 0.5;

  private static final double KEPT = -0.5;
  private static final double DROPPED = 0.3;
  private static final double AUTOENCODER = 0.01;
  private static final int MOST_ACTIVE = 5;

  private final float[] encoder;
  private final List<float[]> agents;
  private final MainEffects effects;

  /**
   * @param encoder noise parameters of the encoder, natural logarithms of noise over signal
   * @param agents those of each agent's decoder
   * @param effects what the latents say
   */
  public Representation(float[] encoder, List<float[]> agents, MainEffects effects) {
    this.encoder = encoder.clone();
    this.agents = agents.stream().map(float[]::clone).toList();
    this.effects = effects;
  }

  /** Number of latents. */
  public int latents() {
    return encoder.length;
  }

  /** What the latents say. */
  public MainEffects effects() {
    return effects;
  }

  /** Number of agents. */
  public int agents() {
    return agents.size();
  }

  /** The encoder's noise parameter of a latent. */
  public double encoderNoise(int latent) {
    return encoder[latent];
  }

  /** An agent's noise parameter of a latent. */
  public double noise(int agent, int latent) {
    return agents.get(agent)[latent];
  }

  /** Whether a latent is in use. */
  public boolean active(int latent) {
    return encoder[latent] < 0;
  }

  /** Latents in use, ascending. */
  public List<Integer> active() {
    List<Integer> active = new ArrayList<>();
    for (int k = 0; k < encoder.length; k++) if (active(k)) active.add(k);
    return active;
  }

  /** Whether an agent keeps a latent. */
  public boolean keeps(int agent, int latent) {
    return active(latent) && agents.get(agent)[latent] < 0;
  }

  /** Latents that an agent keeps, ascending. */
  public List<Integer> kept(int agent) {
    return active().stream().filter(k -> keeps(agent, k)).toList();
  }

  /** Whether an agent's noise on a latent in use is too near to the signal to decide. */
  public boolean undecided(int agent, int latent) {
    return active(latent) && Math.abs(agents.get(agent)[latent]) < UNDECIDED;
  }

  /** The coordinates after which the latents are named that an agent keeps. */
  public SortedSet<Integer> coordinates(int agent) {
    SortedSet<Integer> coordinates = new TreeSet<>();
    for (int k : kept(agent)) if (effects.label(k) >= 0) coordinates.add(effects.label(k));
    return coordinates;
  }

  /** Latents in use that another one, of less noise, is named after the same coordinate. */
  public List<Integer> duplicates() {
    List<Integer> duplicates = new ArrayList<>();
    for (int k : active()) {
      for (int other : active()) {
        boolean same = effects.label(k) >= 0 && effects.label(k) == effects.label(other);
        if (same && encoder[other] < encoder[k]) {
          duplicates.add(k);
          break;
        }
      }
    }
    return duplicates;
  }

  /** Bits that a channel of this noise carries: {@code 0.5 log2(1 + exp(-2 s))}. */
  public static double capacity(double logNoise) {
    return 0.5 * StrictMath.log1p(StrictMath.exp(-2 * logNoise)) / StrictMath.log(2);
  }

  /**
   * One condition of a result that is as published in size and sets.
   *
   * @param text what holds
   * @param met whether it does
   * @param evidence numbers
   */
  public record Condition(String text, boolean met, String evidence) {}

  /** What is known beside the noise: losses and whether removing latents agrees with it. */
  public interface Evidence {
    /** Coordinates that an agent's best actions depend on. */
    SortedSet<Integer> expected(int agent);

    /** Binary cross-entropy of the rebuilt observation, with noise. */
    double autoencoderLoss();

    /** Whether an agent's loss rises when a latent is replaced by its mean. */
    boolean needs(int agent, int latent);
  }

  /** The conditions of the small profile, in order. */
  public List<Condition> conditions(Evidence evidence) {
    return List.of(
        namedAfterCoordinates(),
        expectedCoordinates(evidence),
        new Condition(
            "3 to 5 latents are in use",
            active().size() >= 3 && active().size() <= MOST_ACTIVE,
            active().size() + " are"),
        new Condition(
            "the observation is rebuilt: cross-entropy below " + AUTOENCODER,
            evidence.autoencoderLoss() < AUTOENCODER,
            String.format(Locale.ROOT, "%.4f", evidence.autoencoderLoss())),
        margins(),
        ablations(evidence));
  }

  private Condition namedAfterCoordinates() {
    List<Integer> mixed = new ArrayList<>();
    for (int k : active()) {
      for (int e = 0; e < agents(); e++) {
        if (keeps(e, k) && effects.label(k) < 0 && !mixed.contains(k)) mixed.add(k);
      }
    }
    return new Condition(
        "every latent that an agent keeps says one coordinate",
        mixed.isEmpty(),
        mixed.isEmpty() ? "all do" : "mixed: " + mixed);
  }

  private Condition expectedCoordinates(Evidence evidence) {
    boolean met = true;
    List<String> found = new ArrayList<>();
    for (int e = 0; e < agents(); e++) {
      met &= coordinates(e).equals(evidence.expected(e));
      found.add(coordinates(e) + " of " + evidence.expected(e));
    }
    return new Condition(
        "each agent keeps exactly the coordinates that matter to it",
        met,
        String.join(", ", found));
  }

  private Condition margins() {
    List<String> near = new ArrayList<>();
    for (int e = 0; e < agents(); e++) {
      if (coordinates(e).isEmpty()) near.add("agent %d keeps no coordinate".formatted(e + 1));
      for (int c : coordinates(e)) {
        int agent = e;
        boolean clear =
            kept(e).stream().anyMatch(k -> effects.label(k) == c && noise(agent, k) < KEPT);
        if (!clear) near.add("agent %d keeps coordinate %d barely".formatted(e + 1, c));
      }
      for (int k : active()) {
        if (!keeps(e, k) && noise(e, k) <= DROPPED) {
          near.add(
              String.format(
                  Locale.ROOT, "agent %d drops latent %d at %.2f", e + 1, k, noise(e, k)));
        }
      }
    }
    return new Condition(
        "kept and dropped latents are apart: below -0.5 and above +0.3",
        near.isEmpty(),
        near.isEmpty() ? "all are" : String.join("; ", near));
  }

  private Condition ablations(Evidence evidence) {
    List<String> against = new ArrayList<>();
    for (int e = 0; e < agents(); e++) {
      if (coordinates(e).isEmpty()) against.add("agent %d keeps no coordinate".formatted(e + 1));
      for (int c : coordinates(e)) {
        int agent = e;
        boolean needed =
            kept(e).stream().anyMatch(k -> effects.label(k) == c && evidence.needs(agent, k));
        if (!needed) against.add("agent %d does without coordinate %d".formatted(e + 1, c));
      }
      for (int k : active()) {
        if (!keeps(e, k) && evidence.needs(e, k)) {
          against.add("agent %d needs dropped latent %d".formatted(e + 1, k));
        }
      }
    }
    return new Condition(
        "removing latents agrees: losses rise for kept coordinates, not for dropped latents",
        against.isEmpty(),
        against.isEmpty() ? "all do" : String.join("; ", against));
  }
}
