package org.labactors.internal.audit;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.labactors.design.RunOrder;
import org.labactors.study.TrialRange;
import org.labactors.study.TrialRanges;

/**
 * How many of some trials are drawn.
 *
 * @param percent whether the amount is a percentage of them, otherwise it is a number of trials
 * @param amount more than 0
 * @param text as it was written
 */
public record SampleSize(boolean percent, double amount, String text) {

  /** How many are drawn at most; all of them are held in memory. */
  static final long MOST = 50_000_000;

  private static final Pattern FORM = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)%|(\\d{1,9})");

  /**
   * The size of a text: {@code 1%} or {@code 500}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static SampleSize parse(String text) {
    Matcher form = FORM.matcher(text);
    if (form.matches()) {
      boolean percent = form.group(1) != null;
      double amount = Double.parseDouble(percent ? form.group(1) : form.group(2));
      if (amount > 0 && !(percent && amount > 100)) {
        return new SampleSize(percent, amount, text);
      }
    }
    throw new IllegalArgumentException(
        "'"
            + text
            + "' is no size of a sample; write a percentage from more than 0% to 100%, such as 1%, or"
            + " a number of trials, such as 500");
  }

  /**
   * How many of so many trials are drawn: a part of a trial counts as a whole one.
   *
   * @throws IllegalArgumentException if that is more than can be held
   */
  public long of(long trials) {
    double wanted = percent ? Math.ceil(trials * (amount / 100)) : amount;
    long size = Math.min(trials, (long) wanted);
    if (size > MOST) {
      throw new IllegalArgumentException(
          "'%s' of %,d trials is %,d; at most %,d can be run again at once"
              .formatted(text, trials, size, MOST));
    }
    return size;
  }

  /**
   * Draws trials at random, each at most once. Which ones follows from the trials and the seed.
   *
   * @param trials of which they are drawn
   */
  public TrialRanges draw(TrialRanges trials, long seed) {
    long size = of(trials.size());
    if (size == trials.size()) {
      return trials.copy();
    }
    RunOrder order = RunOrder.random(trials.size(), seed);
    long[] places = new long[(int) size];
    for (int i = 0; i < places.length; i++) {
      places[i] = order.place(i);
    }
    Arrays.sort(places);
    TrialRanges drawn = new TrialRanges();
    long before = 0;
    int next = 0;
    for (TrialRange range : trials.ranges()) {
      for (; next < places.length && places[next] < before + range.size(); next++) {
        drawn.add(TrialRange.of(range.first() + places[next] - before));
      }
      before += range.size();
    }
    return drawn;
  }
}
