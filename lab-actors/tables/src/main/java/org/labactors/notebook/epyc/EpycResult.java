package org.labactors.notebook.epyc;

import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.labactors.experiment.Result;
import org.labactors.experiment.Status;
import org.labactors.internal.value.JsonDialect;
import org.labactors.internal.value.ValueJson;

/**
 * A result in a notebook of epyc.
 *
 * @param parameters the parameters it was measured at
 * @param results what was measured
 * @param all its metadata, epyc's and the lab's included
 */
record EpycResult(
    Map<String, @Nullable Object> parameters,
    Map<String, @Nullable Object> results,
    Map<String, @Nullable Object> all) {

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd['T'][ ]HH:mm[:ss][.SSSSSS][.SSS][xxx][X]");

  /** A result as it was before the lab exported it, if it did. */
  static EpycResult of(
      Map<String, @Nullable Object> parameters,
      Map<String, @Nullable Object> results,
      Map<String, @Nullable Object> metadata) {
    Map<String, @Nullable Object> exact = exact(metadata.get(EpycFormat.OUR_EXACT));
    return new EpycResult(
        restored(parameters, exact.get(EpycFormat.PARAMETERS)),
        restored(results, exact.get(EpycFormat.RESULTS)),
        restored(metadata, exact.get(EpycFormat.METADATA)));
  }

  @SuppressWarnings("unchecked") // the keys of JSON are strings
  private static Map<String, @Nullable Object> exact(@Nullable Object note) {
    try {
      return note instanceof String text
              && ValueJson.read(text, JsonDialect.PYTHON_EXACT) instanceof Map<?, ?> map
          ? (Map<String, @Nullable Object>) map
          : Map.of();
    } catch (IllegalArgumentException notOurs) {
      return Map.of();
    }
  }

  private static Map<String, @Nullable Object> restored(
      Map<String, @Nullable Object> values, @Nullable Object exact) {
    if (!(exact instanceof Map<?, ?> known)) {
      return values;
    }
    Map<String, @Nullable Object> restored = new LinkedHashMap<>(values);
    known.forEach((name, value) -> restored.put(String.valueOf(name), value));
    return restored;
  }

  /** The name of the experiment's class, empty if it is not known. */
  String experiment() {
    return all.get(EpycFormat.CLASS_NAME) instanceof String name ? name : "";
  }

  /** A note of the lab's; null if it did not export this result, whatever epyc has filled in. */
  private @Nullable Object ours(String name) {
    return ourStatus().isPresent() ? all.get(name) : null;
  }

  private Optional<Status> ourStatus() {
    Object label = all.get(EpycFormat.OUR_STATUS);
    return Stream.of(Status.values()).filter(each -> each.label().equals(label)).findFirst();
  }

  /** The trial it was here, null if it never was. */
  @Nullable Object trial() {
    return ours(EpycFormat.OUR_TRIAL);
  }

  /** Whether it is the first row of its trial. */
  boolean isFirstRow() {
    return !(ours(EpycFormat.OUR_ROW) instanceof Long row) || row == 0;
  }

  /** Whether it stands for a trial that was cancelled for ever before it ran. */
  boolean isNeverRun() {
    return status() == Status.CANCELLED
        && ours(EpycFormat.OUR_ATTEMPT) instanceof Long attempt
        && attempt == 0;
  }

  String engine() {
    return ours(EpycFormat.OUR_ENGINE) instanceof String engine ? engine : "epyc";
  }

  int attempt() {
    return ours(EpycFormat.OUR_ATTEMPT) instanceof Long attempt ? attempt.intValue() : 1;
  }

  Status status() {
    Optional<Status> known = ourStatus();
    if (known.isPresent()) {
      return known.get();
    }
    if (Boolean.TRUE.equals(all.get(EpycFormat.STATUS))) {
      return Status.OK;
    }
    return EpycFormat.CANCELLED.equals(all.get(EpycFormat.EXCEPTION))
        ? Status.CANCELLED
        : Status.FAILED;
  }

  Result.@Nullable Failure failure() {
    return status() == Status.OK
        ? null
        : new Result.Failure(text(EpycFormat.EXCEPTION), text(EpycFormat.TRACEBACK));
  }

  private String text(String name) {
    Object value = all.get(name);
    return value == null ? "" : String.valueOf(value);
  }

  /**
   * When it was measured; times without a zone are those of this machine, as they are in Python.
   */
  Result.Timing timing() {
    return new Result.Timing(
        start(),
        seconds(EpycFormat.SETUP_TIME),
        seconds(EpycFormat.EXPERIMENT_TIME),
        seconds(EpycFormat.TEARDOWN_TIME));
  }

  private double start() {
    return ours(EpycFormat.OUR_START_TIME) instanceof Double exact
        ? exact
        : instant(text(EpycFormat.START_TIME));
  }

  private static double instant(String text) {
    try {
      TemporalAccessor time = TIME.parseBest(text, OffsetDateTime::from, LocalDateTime::from);
      OffsetDateTime zoned =
          time instanceof OffsetDateTime given
              ? given
              : LocalDateTime.from(time).atZone(ZoneId.systemDefault()).toOffsetDateTime();
      return zoned.toEpochSecond() + zoned.get(ChronoField.NANO_OF_SECOND) / 1e9;
    } catch (DateTimeParseException noTime) {
      return Double.NaN;
    }
  }

  private double seconds(String name) {
    return all.get(name) instanceof Number number ? number.doubleValue() : Double.NaN;
  }

  /** What the experiment noted itself. */
  Map<String, @Nullable Object> metadata() {
    Map<String, @Nullable Object> own = new LinkedHashMap<>(all);
    own.keySet().removeAll(EpycFormat.OWN_METADATA);
    return own;
  }
}
