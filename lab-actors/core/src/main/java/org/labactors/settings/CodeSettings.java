package org.labactors.settings;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;
import org.labactors.internal.code.SentEntries;

/**
 * How the code of studies gets to the engines of other nodes; {@code reference.conf} explains each.
 *
 * @param cache the folder in which a node keeps what it has fetched
 * @param fetch whether the node's engines run code that comes from the lab
 * @param maxBytes how much code a study may have
 * @param patience how long a fetch may take to get anything
 * @param keep how long what is not used stays in the cache
 * @param check whether what an experiment needs is looked for before its first trial
 * @param sent what a program sends of its class path
 */
public record CodeSettings(
    Path cache,
    boolean fetch,
    long maxBytes,
    Duration patience,
    Duration keep,
    boolean check,
    SentEntries sent) {

  /**
   * Settings that make sense.
   *
   * @throws IllegalArgumentException if one does not; the text names its key, its value and the
   *     rule
   */
  public CodeSettings {
    LabSettings.atLeastOne("code.max-size", maxBytes);
    LabSettings.positive("code.patience", patience);
    LabSettings.positive("code.keep", keep);
  }

  /** The settings under {@code lab.code}. */
  static CodeSettings of(Config code) {
    return new CodeSettings(
        Path.of(code.getString("cache")),
        code.getBoolean("fetch"),
        code.getBytes("max-size"),
        code.getDuration("patience"),
        code.getDuration("keep"),
        code.getBoolean("check"),
        new SentEntries(code.getBoolean("class-path"), code.getStringList("exclude")));
  }
}
