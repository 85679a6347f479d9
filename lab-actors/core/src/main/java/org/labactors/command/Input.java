package org.labactors.command;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;

/** What a program finds on its standard input. */
public enum Input {
  /** Nothing. */
  @JsonProperty("none")
  NONE,
  /** An object in JSON with all parameters, {@code _seed} and {@code _replicate}. */
  @JsonProperty("json")
  JSON;

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
