package org.labactors.study;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several parts of a study, which run apart, each with a notebook of its own. Parts have as
 * many trials as one another, or one more, and no trial in common; together they have all.
 *
 * @param number which part, from 1
 * @param of how many there are
 */
public record StudyPart(int number, int of) {

  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})/([1-9][0-9]{0,8})");

  public StudyPart {
    if (number < 1 || number > of) {
      throw new IllegalArgumentException(
          "part " + number + " of " + of + ": it must be from 1 to " + Math.max(1, of));
    }
  }

  /**
   * The part that a text names, such as {@code 2/3}.
   *
   * @throws IllegalArgumentException if it names none
   */
  public static StudyPart parse(String text) {
    Matcher form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is no part; write 2/3 for the second of three");
    }
    return new StudyPart(Integer.parseInt(form.group(1)), Integer.parseInt(form.group(2)));
  }

  /**
   * Those of some trials that are in this part. If the study has grown, each time that it did is
   * divided by itself: what a part had stays with it.
   *
   * @param some trials of a study
   * @param stages {@link Trials#stages} of the study
   */
  public TrialRanges within(TrialRanges some, List<TrialRange> stages) {
    TrialRanges within = new TrialRanges();
    for (TrialRange stage : stages) {
      long first = stage.first() + end(number - 1, stage.size());
      long end = stage.first() + end(number, stage.size());
      if (first < end) {
        some.within(new TrialRange(first, end)).forEach(within::add);
      }
    }
    return within;
  }

  /** Where a part ends; the product of all trials and a number could be too large. */
  private long end(int part, long all) {
    return all / of * part + all % of * part / of;
  }

  @Override
  public String toString() {
    return number + "/" + of;
  }
}
