package org.labactors.study;

import java.util.UUID;

/**
 * Names one run of a study; no two runs share a name, whichever lab they belong to.
 *
 * @param name any text
 */
public record RunId(String name) {

  /** A name that no other run has. */
  public static RunId random() {
    return new RunId(UUID.randomUUID().toString());
  }

  @Override
  public String toString() {
    return name;
  }
}
