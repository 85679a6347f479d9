package org.labactors.study;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A mutable set of trials kept as disjoint ranges that do not touch each other. Its memory grows
 * with the number of gaps, not with the number of trials: trials go out in contiguous assignments,
 * so the set of those still to do is a handful of ranges however large the study is.
 */
public final class TrialRanges {

  private final NavigableMap<Long, Long> endByFirst = new TreeMap<>();
  private long size;

  /** An empty set. */
  public TrialRanges() {}

  /** The union of ranges. */
  public static TrialRanges of(Collection<TrialRange> ranges) {
    TrialRanges set = new TrialRanges();
    ranges.forEach(set::add);
    return set;
  }

  /** The trials 0 to {@code count - 1}. */
  public static TrialRanges upTo(long count) {
    TrialRanges set = new TrialRanges();
    if (count > 0) {
      set.add(new TrialRange(0, count));
    }
    return set;
  }

  /** An independent copy. */
  public TrialRanges copy() {
    TrialRanges copy = new TrialRanges();
    copy.endByFirst.putAll(endByFirst);
    copy.size = size;
    return copy;
  }

  /** Puts trials in; those already there do not matter. */
  public void add(TrialRange range) {
    long first = range.first();
    long end = range.end();
    Map.Entry<Long, Long> touching = endByFirst.floorEntry(end);
    while (touching != null && touching.getValue() >= first) {
      first = Math.min(first, touching.getKey());
      end = Math.max(end, touching.getValue());
      endByFirst.remove(touching.getKey());
      size -= touching.getValue() - touching.getKey();
      touching = endByFirst.floorEntry(end);
    }
    endByFirst.put(first, end);
    size += end - first;
  }

  /** Takes trials out; those not there do not matter. */
  public void remove(TrialRange range) {
    Map.Entry<Long, Long> overlapping = endByFirst.lowerEntry(range.end());
    while (overlapping != null && overlapping.getValue() > range.first()) {
      long first = overlapping.getKey();
      long end = overlapping.getValue();
      endByFirst.remove(first);
      size -= end - first;
      if (first < range.first()) {
        endByFirst.put(first, range.first());
        size += range.first() - first;
      }
      if (end > range.end()) {
        endByFirst.put(range.end(), end);
        size += end - range.end();
      }
      overlapping = endByFirst.lowerEntry(range.end());
    }
  }

  /** Puts all trials of another set in. */
  public void addAll(TrialRanges others) {
    others.ranges().forEach(this::add);
  }

  /** Takes all trials of another set out. */
  public void removeAll(TrialRanges others) {
    others.ranges().forEach(this::remove);
  }

  /**
   * Takes out the lowest trials, contiguous ones.
   *
   * @param most how many at the most, at least 1
   * @return null if the set is empty
   */
  public @Nullable TrialRange takeFirst(long most) {
    Map.Entry<Long, Long> lowest = endByFirst.firstEntry();
    if (lowest == null) {
      return null;
    }
    long first = lowest.getKey();
    TrialRange taken =
        new TrialRange(first, lowest.getValue() - first <= most ? lowest.getValue() : first + most);
    remove(taken);
    return taken;
  }

  /** The part of a range that is in this set, as disjoint ranges in order. */
  public List<TrialRange> within(TrialRange range) {
    List<TrialRange> parts = new ArrayList<>(1);
    Long from = endByFirst.floorKey(range.first());
    for (Map.Entry<Long, Long> entry :
        endByFirst
            .subMap(from == null ? range.first() : from, true, range.end(), false)
            .entrySet()) {
      long first = Math.max(entry.getKey(), range.first());
      long end = Math.min(entry.getValue(), range.end());
      if (first < end) {
        parts.add(new TrialRange(first, end));
      }
    }
    return parts;
  }

  /** Whether the trial is in the set. */
  public boolean contains(long trial) {
    Map.Entry<Long, Long> below = endByFirst.floorEntry(trial);
    return below != null && trial < below.getValue();
  }

  /** Whether all trials of the range are in the set. */
  public boolean containsAll(TrialRange range) {
    Map.Entry<Long, Long> below = endByFirst.floorEntry(range.first());
    return below != null && range.end() <= below.getValue();
  }

  /** How many trials. */
  public long size() {
    return size;
  }

  /** Whether there is no trial in them. */
  public boolean isEmpty() {
    return endByFirst.isEmpty();
  }

  /** The ranges in ascending order, disjoint and not touching. */
  public List<TrialRange> ranges() {
    List<TrialRange> ranges = new ArrayList<>(endByFirst.size());
    endByFirst.forEach((first, end) -> ranges.add(new TrialRange(first, end)));
    return ranges;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrialRanges ranges && endByFirst.equals(ranges.endByFirst);
  }

  @Override
  public int hashCode() {
    return endByFirst.hashCode();
  }

  @Override
  public String toString() {
    return ranges().toString();
  }
}
