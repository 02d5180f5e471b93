package io.fabula.model.sets.interventions;

/**
 * What an agent makes of a state with a set.
 *
 * @param probabilities of each member to be chosen, in the order of the set
 * @param value predicted, in the units the agent learned
 */
@SuppressWarnings("ArrayRecordComponent") // numbers handed over, never compared
public record SetJudgement(double[] probabilities, double value) {}
