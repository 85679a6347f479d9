package org.labactors.design;

/** The order in which the trials of a study run. */
public enum Order {
  /** A random order that follows from the study's seed: the results so far are a fair sample. */
  RANDOM,
  /** Point after point in standard order, all replicates of a point together. */
  SEQUENTIAL
}
