package org.labactors.node;

import java.util.Locale;

/** What a node does. */
public enum Role {
  /** Coordinates studies and writes the notebook. */
  LAB,
  /** Runs trials. */
  ENGINE;

  /** As it stands in profiles. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
