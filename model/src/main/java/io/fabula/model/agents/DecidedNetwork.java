package io.fabula.model.agents;

import io.fabula.envs.EnvironmentSpec;

/**
 * A network that chooses among actions, whose logits are centred and stretched. Networks that were
 * just drawn decide nearly nothing; stretched, the same body is as decided as a trained one, and
 * reacts to all that moves it. It is a null of its own: decided without having learned.
 */
public final class DecidedNetwork implements RecurrentNetwork {
  private final RecurrentNetwork body;
  private final Stretch stretch;

  /**
   * @param body what is stretched; closed with this
   * @param centre mean log-probabilities, one for each action
   * @param stretch factor, above 0
   */
  public DecidedNetwork(RecurrentNetwork body, float[] centre, double stretch) {
    this.body = body;
    this.stretch = new Stretch(centre.clone(), stretch);
    this.stretch.requireFits(body.head());
  }

  @SuppressWarnings("ArrayRecordComponent") // copied before, never compared
  private record Stretch(float[] centre, double factor) implements OutputChange {
    Stretch {
      if (!(factor > 0)) {
        throw new IllegalArgumentException("stretch must be above 0, got " + factor);
      }
    }

    @Override
    public void requireFits(ActionHead head) {
      if (!head.equals(new CategoricalHead(centre.length))) {
        throw new IllegalArgumentException(
            "body must choose among %d actions, got %s".formatted(centre.length, head));
      }
    }

    @Override
    public void apply(float[] outputs, int offset) {
      for (int i = 0; i < centre.length; i++) {
        outputs[offset + i] = (float) (factor * ((double) outputs[offset + i] - centre[i]));
      }
    }
  }

  @Override
  public void requireFits(EnvironmentSpec world) {
    body.requireFits(world);
  }

  @Override
  public ActionHead head() {
    return body.head();
  }

  @Override
  public int stateSize() {
    return body.stateSize();
  }

  @Override
  public int embeddingSize() {
    return body.embeddingSize();
  }

  @Override
  public InputBuffer inputs(int rows) {
    return body.inputs(rows);
  }

  @Override
  public SteppingPlan stepping(int rows) {
    return new Stretched(body.stepping(rows));
  }

  @Override
  public void close() {
    body.close();
  }

  private final class Stretched implements SteppingPlan {
    private final SteppingPlan plan;

    Stretched(SteppingPlan plan) {
      this.plan = plan;
    }

    @Override
    public int rows() {
      return plan.rows();
    }

    @Override
    public void begin(float[] target, int offset) {
      plan.begin(target, offset);
    }

    @Override
    public float[] inputs() {
      return plan.inputs();
    }

    @Override
    public float[] embeddings() {
      return plan.embeddings();
    }

    @Override
    public float[] states() {
      return plan.states();
    }

    @Override
    public float[] outputs() {
      return plan.outputs();
    }

    @Override
    public float[] values() {
      return plan.values();
    }

    @Override
    public void embed() {
      plan.embed();
    }

    @Override
    public void remember() {
      plan.remember();
    }

    @Override
    public void read() {
      plan.read();
      stretch.apply(plan.outputs(), plan.rows(), head());
    }

    @Override
    public void close() {
      plan.close();
    }
  }
}
