package io.fabula.model.sets;

/** How the members of a set are related to each other. */
public enum Relation {
  /**
   * Graph attention as published (Velickovic et al. 2018). It is static: within one set and layer
   * every member ranks the members alike.
   */
  ATTENTION,

  /** Graph convolution (Kipf and Welling 2017): all other members count alike. */
  CONVOLUTION,

  /**
   * Graph attention in which each member may rank the others its own way (Brody et al. 2022,
   * "GATv2").
   */
  DYNAMIC_ATTENTION
}
