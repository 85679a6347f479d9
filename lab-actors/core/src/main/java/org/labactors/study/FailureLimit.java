package org.labactors.study;

import java.util.Locale;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * When a run stops because its trials fail. What a trial measures does not depend on it, so it is
 * no part of the study: the same study may be run on with another one.
 *
 * <p>Failures are those of one run: trials that are recorded with any other status than ok.
 *
 * @param kind what is counted
 * @param amount a number of trials, or a percentage of all trials of the study; 0 where nothing is
 *     counted
 */
public record FailureLimit(Kind kind, double amount) {

  /** What is counted. */
  public enum Kind {
    /** The trials before the first success that fail in the same way. */
    ALIKE,
    /** All failures, up to a number. */
    TRIALS,
    /** All failures, up to a part of the study's trials. */
    PERCENT,
    /** Nothing. */
    NONE
  }

  /** How many trials fail in the same way, before any succeeds, until the run stops. */
  public static final int MOST_ALIKE = 20;

  /**
   * The run stops when {@value #MOST_ALIKE} trials have failed in the same way and none has
   * succeeded. So something that is wrong with every trial is told soon, and a study that expects
   * failures is left alone.
   */
  public static final FailureLimit DEFAULT = new FailureLimit(Kind.ALIKE, 0);

  /** The run goes on whatever fails. */
  public static final FailureLimit NONE = new FailureLimit(Kind.NONE, 0);

  /** What {@link #parse} understands. */
  public static final String ALLOWED = "a whole number of trials, a percentage such as 5%, or none";

  private static final Pattern PERCENTAGE = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*%");

  public FailureLimit {
    if (!(amount >= 0) || (kind == Kind.PERCENT && amount > 100)) {
      throw new IllegalArgumentException(
          "the limit of failures is "
              + amount
              + "; "
              + (kind == Kind.PERCENT ? "it must be from 0 to 100 %" : "it must be at least 0"));
    }
  }

  /**
   * The run stops when more trials than this have failed.
   *
   * @param trials at least 0
   */
  public static FailureLimit of(long trials) {
    return new FailureLimit(Kind.TRIALS, trials);
  }

  /**
   * The run stops when more than this part of the study's trials have failed.
   *
   * @param percent from 0 to 100
   */
  public static FailureLimit percent(double percent) {
    return new FailureLimit(Kind.PERCENT, percent);
  }

  /**
   * The limit of a text: {@code 10}, {@code 5%} or {@code none}.
   *
   * @throws IllegalArgumentException if it is something else
   */
  public static FailureLimit parse(String text) {
    Matcher percentage = PERCENTAGE.matcher(text);
    if (text.equals("none")) {
      return NONE;
    }
    if (percentage.matches()) {
      double percent = Double.parseDouble(percentage.group(1));
      if (percent > 100) {
        throw new IllegalArgumentException("must not be more than 100%");
      }
      return percent(percent);
    }
    if (text.matches("\\d{1,15}")) {
      return of(Long.parseLong(text));
    }
    throw new IllegalArgumentException("must be " + ALLOWED);
  }

  /**
   * How many trials may fail; empty if that is not what it limits.
   *
   * @param trials how many the study has
   */
  public OptionalLong most(long trials) {
    return switch (kind) {
      case TRIALS -> OptionalLong.of((long) amount);
      case PERCENT -> OptionalLong.of((long) Math.floor(trials / 100.0 * amount));
      case ALIKE, NONE -> OptionalLong.empty();
    };
  }

  /** As {@link #parse} reads it; {@code 20 alike} for the default. */
  @Override
  public String toString() {
    return switch (kind) {
      case TRIALS -> Long.toString((long) amount);
      case PERCENT ->
          (amount == Math.rint(amount)
                  ? Long.toString((long) amount)
                  : String.format(Locale.ROOT, "%s", amount))
              + "%";
      case ALIKE -> MOST_ALIKE + " alike";
      case NONE -> "none";
    };
  }
}
