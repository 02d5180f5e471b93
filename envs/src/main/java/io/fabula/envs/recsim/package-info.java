/**
 * RecSim: a simulated user is shown slates of items and clicks or skips until the time budget is
 * used up; slates of one main category with many sub-categories please most (Jain et al. 2022,
 * "Know Your Action Set"; user model after Ie et al. 2019, "RecSim").
 */
@NullMarked
package io.fabula.envs.recsim;

import org.jspecify.annotations.NullMarked;
