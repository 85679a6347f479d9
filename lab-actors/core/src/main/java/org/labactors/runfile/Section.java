package org.labactors.runfile;

import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.labactors.internal.text.Spelling;

/** A part of a run file whose keys are known. */
final class Section {

  private final RunFileSource source;
  private final String path;
  private final ConfigObject object;

  /**
   * A part of a run file.
   *
   * @param path its own key; empty for the whole file
   */
  Section(RunFileSource source, String path, ConfigObject object) {
    this.source = source;
    this.path = path;
    this.object = object;
  }

  /** Refuses every key but these; of several wrong ones the first in the file. */
  Section allow(List<String> keys) {
    object.entrySet().stream()
        .filter(entry -> !keys.contains(entry.getKey()))
        .min(Comparator.comparingInt(entry -> entry.getValue().origin().lineNumber()))
        .ifPresent(
            entry -> {
              throw unknown(entry, keys);
            });
    return this;
  }

  private RunFileException unknown(Map.Entry<String, ConfigValue> entry, List<String> keys) {
    String maybe =
        Spelling.nearest(entry.getKey(), keys)
            .map(key -> "Maybe you mean " + pathOf(key) + ". ")
            .orElse("");
    return new Setting(source, pathOf(entry.getKey()), entry.getValue())
        .refused(
            "there is no such key",
            maybe
                + (path.isEmpty() ? "A run file has " : path + " has ")
                + String.join(", ", keys)
                + ".",
            null);
  }

  boolean has(String key) {
    return optional(key).isPresent();
  }

  /** A key that may be missing, or null, which is the same. */
  Optional<Setting> optional(String key) {
    ConfigValue value = object.get(key);
    return value == null || value.valueType() == ConfigValueType.NULL
        ? Optional.empty()
        : Optional.of(new Setting(source, pathOf(key), value));
  }

  /** A key that must be there. */
  Setting required(String key, String allowed) {
    return optional(key)
        .orElseThrow(
            () ->
                new RunFileException(
                    source.where(object.origin())
                        + ": "
                        + pathOf(key)
                        + ": is missing; it must be "
                        + allowed,
                    null));
  }

  /** All keys with their values, in alphabetical order. */
  Map<String, Setting> settings() {
    Map<String, Setting> settings = new TreeMap<>();
    object.forEach((key, value) -> settings.put(key, new Setting(source, pathOf(key), value)));
    return settings;
  }

  private String pathOf(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }
}
