package org.labactors.experiment;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One run of an experiment at one point: its parameters, its random numbers, and a place to note
 * what is worth keeping besides the measured values.
 *
 * <p>A trial belongs to the thread that runs it, except for {@link #isCancelled}.
 */
public final class Trial implements NamedValues {

  private final long number;
  private final Point point;
  private final Point seedPoint;
  private final int replicate;
  private final long studySeed;
  private final BooleanSupplier cancelled;

  /** The trial of which this is a part, null if it is whole. */
  private final @Nullable Trial whole;

  private final Map<String, @Nullable Object> derived = new LinkedHashMap<>(0);
  private final Map<String, @Nullable Object> metadata = new LinkedHashMap<>(0);
  private @Nullable RandomGenerator random;
  private @Nullable Long seed;

  /**
   * A trial.
   *
   * @param number its number in run order, from 0
   * @param replicate which repetition at this point, from 0
   * @param studySeed the seed of the study it belongs to
   * @param cancelled whether it has been called off
   */
  public Trial(long number, Point point, int replicate, long studySeed, BooleanSupplier cancelled) {
    this(number, point, point, replicate, studySeed, cancelled);
  }

  /**
   * A trial whose random numbers are those of another point than the one it runs at.
   *
   * @param number its number, from 0
   * @param seedPoint the point that its random numbers follow from
   * @param replicate which repetition at this point, from 0
   * @param studySeed the seed of the study it belongs to
   * @param cancelled whether it has been called off
   */
  public Trial(
      long number,
      Point point,
      Point seedPoint,
      int replicate,
      long studySeed,
      BooleanSupplier cancelled) {
    this(number, point, seedPoint, replicate, studySeed, cancelled, null);
  }

  private Trial(
      long number,
      Point point,
      Point seedPoint,
      int replicate,
      long studySeed,
      BooleanSupplier cancelled,
      @Nullable Trial whole) {
    this.number = number;
    this.point = point;
    this.seedPoint = seedPoint;
    this.replicate = replicate;
    this.studySeed = studySeed;
    this.cancelled = cancelled;
    this.whole = whole;
  }

  /**
   * A trial on its own, to try an experiment by hand or in a test: number 0, replicate 0, seed 0.
   */
  public static Trial at(Map<String, ?> parameters) {
    return new Trial(0, Point.of(parameters), 0, 0, () -> false);
  }

  /**
   * A part of this trial, for an experiment that runs another one several times. Parameters are the
   * same, random numbers go on where they are, and what is derived and noted in the part belongs to
   * it alone, and to the rows that are {@linkplain Values#notedIn noted in} it.
   */
  public Trial part() {
    return new Trial(number, point, seedPoint, replicate, studySeed, cancelled, this);
  }

  /** The trial's number in run order, from 0. */
  public long number() {
    return number;
  }

  /** The point at which it runs, without the parameters derived in set-up. */
  public Point point() {
    return point;
  }

  /** Which repetition of the experiment at this point, from 0. */
  public int replicate() {
    return replicate;
  }

  /**
   * This trial's random numbers: the same sequence wherever, whenever and in whatever order the
   * trial runs. Every call gives the same generator, further along.
   */
  public RandomGenerator random() {
    if (whole != null) {
      return whole.random();
    }
    RandomGenerator generator = random;
    if (generator == null) {
      generator = TrialSeed.of(studySeed, seedPoint, replicate).generator();
      random = generator;
    }
    return generator;
  }

  /**
   * 64 bits to seed a library's own generator with; as reproducible as {@link #random}. Every call
   * gives the same bits. Those of a {@linkplain #part() part} are drawn from {@link #random} by the
   * first call.
   */
  public long seed() {
    Long bits = seed;
    if (bits == null) {
      bits =
          whole == null
              ? TrialSeed.of(studySeed, seedPoint, replicate).asLong()
              : whole.random().nextLong();
      seed = bits;
    }
    return bits;
  }

  /**
   * Whether the trial has been called off or has run out of time. A long computation asks now and
   * then and returns; its thread is interrupted as well.
   */
  public boolean isCancelled() {
    return cancelled.getAsBoolean();
  }

  /**
   * A parameter of any type, derived ones included.
   *
   * @return a canonical value; null only for a derived parameter that is null
   * @throws IllegalArgumentException if there is no such parameter
   */
  public @Nullable Object get(String name) {
    Object value = point.get(name);
    if (value != null) {
      return value;
    }
    for (Trial each = this; each != null; each = each.whole) {
      if (each.derived.containsKey(name)) {
        return each.derived.get(name);
      }
    }
    throw new IllegalArgumentException(
        "there is no parameter '" + name + "'; there are " + NamedValue.describe(parameters()));
  }

  /** All parameters with their values, derived ones last. */
  public Map<String, @Nullable Object> parameters() {
    Map<String, @Nullable Object> all =
        whole == null ? new LinkedHashMap<>(point.asMap()) : whole.parameters();
    all.putAll(derived);
    return all;
  }

  /**
   * The parameters as a Java record: each component is the parameter of its name. A component is a
   * double, long, int, boolean, String, enum, List, double[], long[] or Object, and is read as the
   * getter for that type does. Parameters without a component are left out.
   *
   * @throws IllegalArgumentException if a parameter is missing or of another type, or a component
   *     has a type that no parameter has, or the record is in a module that does not open its
   *     package
   */
  public <R extends Record> R parameters(Class<R> type) {
    return RecordValues.read(type, this);
  }

  /**
   * Adds a parameter worked out from the others, to be recorded beside them; it does not change the
   * trial's random numbers.
   *
   * @throws IllegalArgumentException if the name is taken by a parameter of the point, or the name
   *     or the value is not allowed
   */
  public void derive(String name, @Nullable Object value) {
    Names.check("the derived parameter", name);
    if (point.get(name) != null) {
      throw new IllegalArgumentException(
          "the derived parameter '" + name + "' has the name of a parameter of the point");
    }
    derived.put(name, CanonicalValue.of(value));
  }

  /**
   * Notes something about this trial that is neither parameter nor result.
   *
   * @throws IllegalArgumentException if the name or the value is not allowed
   */
  public void metadata(String name, @Nullable Object value) {
    Names.check("the metadata", name);
    metadata.put(name, CanonicalValue.of(value));
  }

  /** A copy: threads that the experiment left behind may go on noting. */
  Map<String, @Nullable Object> derived() {
    return derived.isEmpty() ? Map.of() : new LinkedHashMap<>(derived);
  }

  /** A copy, as that of {@link #derived()}. */
  Map<String, @Nullable Object> metadata() {
    return metadata.isEmpty() ? Map.of() : new LinkedHashMap<>(metadata);
  }

  @Override
  public NamedValue named(String name) {
    return new NamedValue("the parameter '" + name + "'", get(name), this::parameters);
  }

  @Override
  public String toString() {
    return "trial " + number + " at " + point + ", replicate " + replicate;
  }
}
