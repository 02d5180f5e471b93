package io.fabula.model.simulator;

import io.fabula.model.graph.Arithmetic;
import io.fabula.model.graph.Graph;
import io.fabula.model.graph.Node;
import io.fabula.model.graph.Optimisation;
import io.fabula.model.graph.Plan;
import io.fabula.model.graph.PlanOptions;
import io.fabula.model.graph.Reductions;

/**
 * Follows causes through agent and environment: gradients of targets with respect to earlier
 * frames, agent states and environment states of a course. One forward pass serves any number of
 * {@link #backward} passes.
 *
 * <p>Every target is linear in values, log-probabilities and agent states once the course is known,
 * so a target is a choice of factors.
 */
public final class SimulatorGradients implements AutoCloseable {
  private final SimulatorSize size;
  private final int steps;
  private final int batch;
  private final boolean guided;
  private final boolean modal;
  private final Node bottleneck;
  private final Node gate;
  private final Node actions;
  private final Node agentStart;
  private final Draws draws;
  private final Unrolled course;
  private final CourseReader reader;
  private final TargetFactors factors;
  private final Node valueFactors;
  private final Node logFactors;
  private final Node stateFactors;
  private final Node target;
  private final Plan plan;

  /**
   * Gradients of freely running courses, modal as those of {@link SimulatedRollouts}.
   *
   * @param steps of a course
   * @param batch courses at a time
   */
  public SimulatorGradients(Simulator simulator, AgentInLoop agent, int steps, int batch) {
    this(simulator, agent, steps, batch, false, true);
  }

  /**
   * Gradients of freely running courses.
   *
   * @param steps of a course
   * @param batch courses at a time
   * @param modal whether stochastic states are modes instead of draws
   */
  public SimulatorGradients(
      Simulator simulator, AgentInLoop agent, int steps, int batch, boolean modal) {
    this(simulator, agent, steps, batch, false, modal);
  }

  /**
   * Gradients of free or guided courses.
   *
   * @param guided whether actions and the agent's first state are given from outside
   * @param modal whether stochastic states are modes instead of draws
   */
  SimulatorGradients(
      Simulator simulator, AgentInLoop agent, int steps, int batch, boolean guided, boolean modal) {
    simulator.requireFits(agent);
    this.size = simulator.size();
    this.steps = steps;
    this.batch = batch;
    this.guided = guided;
    this.modal = modal;
    Graph graph = new Graph();
    SimulatorParts parts = new SimulatorParts(graph, simulator.parameters().frozen(), size);
    bottleneck = graph.inputWithGradient("bottleneck", batch, size.bottleneck());
    gate = graph.input("gate");
    actions = graph.input("actions", steps * batch, size.actions());
    agentStart = graph.input("agent start", batch, size.agentHidden());
    draws = modal ? Draws.modal() : Draws.uniform(graph, steps, batch, size.variables());
    course =
        guided
            ? GuidedUnroll.append(
                parts, agent, bottleneck, agentStart, actions, null, true, true, draws)
            : FreeUnroll.append(
                parts, agent, bottleneck, parts.agentStart(bottleneck), gate, steps, draws, null);
    course.images().keepGradients();
    course.agentStates().keepGradients();
    course.environmentStates().keepGradients();
    factors = new TargetFactors(steps, batch, size.actions(), size.agentHidden());
    valueFactors = graph.input("value factors", steps * batch);
    logFactors = graph.input("log-probability factors", steps * batch, size.actions());
    stateFactors = graph.input("state factors", steps * batch, size.agentHidden());
    Node states = course.agentStates().joined();
    target =
        Arithmetic.addAll(
            Reductions.sum(Arithmetic.mul(course.values(), valueFactors)),
            Reductions.sum(Arithmetic.mul(course.logProbabilities(), logFactors)),
            Reductions.sum(Arithmetic.mul(states, stateFactors)));
    reader = new CourseReader(course);
    Node[] inside = {course.stochastic(), course.prior()};
    plan =
        Plan.training(
            PlanOptions.DEFAULT.without(Optimisation.REUSE_MEMORY),
            target,
            NodeLists.join(reader.outputs(), inside));
  }

  /**
   * Computes free courses.
   *
   * @param bottlenecks {@code [batch, bottleneck]}, rows of length 1
   */
  public SimulatedSample[] forward(float[] bottlenecks) {
    requireFree();
    if (!modal) throw new IllegalStateException("stochastic courses need uniform numbers");
    return run(bottlenecks);
  }

  /**
   * Computes free courses whose stochastic states are drawn by inverting their cumulative
   * distributions.
   *
   * @param bottlenecks {@code [batch, bottleneck]}, rows of length 1
   * @param uniforms {@code [steps + 1, batch, variables]} in [0, 1), for the first stochastic state
   *     and one per step; not read where courses are modal
   */
  public SimulatedSample[] forward(float[] bottlenecks, float[] uniforms) {
    requireFree();
    draws.set(plan, uniforms);
    return run(bottlenecks);
  }

  private void requireFree() {
    if (guided) throw new IllegalStateException("guided courses need actions");
  }

  /**
   * Computes guided courses.
   *
   * @param oneHotActions {@code [steps * batch, actions]}
   * @param firstStates {@code [batch, hidden]}
   * @param uniforms {@code [steps + 1, batch, variables]}; not read where courses are modal
   */
  SimulatedSample[] forward(
      float[] bottlenecks, float[] oneHotActions, float[] firstStates, float[] uniforms) {
    plan.set(actions, oneHotActions);
    if (plan.has(agentStart)) plan.set(agentStart, firstStates);
    draws.set(plan, uniforms);
    return run(bottlenecks);
  }

  private SimulatedSample[] run(float[] bottlenecks) {
    plan.set(bottleneck, bottlenecks);
    if (!guided) plan.set(gate, 1f);
    plan.forward();
    return reader.read(plan, bottlenecks, batch);
  }

  /**
   * Gradients of a target of the courses of the last forward pass.
   *
   * @param environmentGradients whether causes are followed from the environment back into the
   *     agent's actions; else an action counts as given
   */
  public CourseGradients backward(SaliencyTarget target, boolean environmentGradients) {
    factors.set(target, plan.get(course.logProbabilities()));
    plan.set(valueFactors, factors.values());
    plan.set(logFactors, factors.logProbabilities());
    plan.set(stateFactors, factors.states());
    if (!guided) plan.set(gate, environmentGradients ? 1f : 0f);
    plan.backward();
    return new CourseGradients(
        factors.target(
            plan.get(course.values()),
            plan.get(course.logProbabilities()),
            course.agentStates().values(plan)),
        course.images().gradients(plan),
        course.agentStates().gradients(plan),
        course.environmentStates().gradients(plan),
        plan.gradient(bottleneck));
  }

  /** Steps of a course. */
  public int steps() {
    return steps;
  }

  /** Courses at a time. */
  public int batch() {
    return batch;
  }

  /** Stochastic states of the last forward pass, one-hot blocks {@code [steps * batch, width]}. */
  float[] stochastic() {
    return plan.get(course.stochastic());
  }

  /** Prior logits of the last forward pass, {@code [steps * batch, width]}. */
  float[] prior() {
    return plan.get(course.prior());
  }

  /** Returns the plan's memory. */
  @Override
  public void close() {
    plan.close();
  }
}
