package org.labactors.notebook.export;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.labactors.design.Order;
import org.labactors.design.Points;
import org.labactors.experiment.Names;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.Tags;
import org.labactors.study.Study;

/** What must be known of a result set of epyc before its results can be recorded. */
final class EpycOutline {

  private final String tag;
  private final List<Map<String, @Nullable Object>> points = new ArrayList<>();
  private final Map<String, Object> attributes = new LinkedHashMap<>();
  private final Set<String> derived = new HashSet<>();
  private String description = "";
  private String experiment = "";
  private boolean locked;
  private @Nullable Object lastTrial;

  EpycOutline(String tag) {
    this.tag = tag;
    Tags.check(tag);
  }

  String tag() {
    return tag;
  }

  String description() {
    return description;
  }

  /** The user's attributes, by name. */
  Map<String, Object> attributes() {
    return attributes;
  }

  boolean isLocked() {
    return locked;
  }

  /** How many trials it has, pending ones included. */
  int size() {
    return points.size();
  }

  void attribute(String name, @Nullable Object value) {
    switch (name) {
      case EpycFormat.DESCRIPTION -> description = value == null ? "" : String.valueOf(value);
      case EpycFormat.LOCKED -> locked = Boolean.TRUE.equals(value);
      case EpycFormat.OUR_STUDY -> {
        // It is not the study of what was imported.
      }
      case EpycFormat.OUR_DERIVED -> {
        if (value instanceof List<?> names) {
          names.forEach(each -> derived.add(String.valueOf(each)));
        }
      }
      default -> {
        if (value != null) {
          attributes.put(EpycFormat.ownName(name), value);
        }
      }
    }
  }

  void result(EpycResult result) {
    if (experiment.isEmpty()) {
      experiment = result.experiment();
    }
    check("result", result.results());
    check("metadata", result.metadata());
    if (!isNextRow(result)) {
      point(result.parameters());
    }
  }

  void pending(Map<String, @Nullable Object> parameters) {
    point(parameters);
  }

  /** Whether a result is a further row of the trial before. */
  boolean isNextRow(EpycResult result) {
    Object trial = result.trial();
    boolean same = trial != null && trial.equals(lastTrial) && !result.isFirstRow();
    lastTrial = trial;
    return same;
  }

  /** Forgets which trial was last, to go through the results once more. */
  void rewind() {
    lastTrial = null;
  }

  private void point(Map<String, @Nullable Object> parameters) {
    check("parameter", parameters);
    points.add(parameters);
  }

  private void check(String what, Map<String, @Nullable Object> values) {
    for (String name : values.keySet()) {
      try {
        Names.check("the " + what, name);
      } catch (IllegalArgumentException refusal) {
        throw NotebookException.refused(
            "the result set '" + tag + "' cannot be imported: " + refusal.getMessage(), refusal);
      }
    }
  }

  /**
   * The study under which the results are recorded: their points in the order of the file, one
   * trial each. A parameter that some of them have not is no part of it.
   */
  Study study() {
    Set<String> names = parameters();
    List<List<Object>> rows = new ArrayList<>(points.size());
    for (Map<String, @Nullable Object> point : points) {
      List<Object> row = new ArrayList<>(names.size());
      for (String name : names) {
        Object value = point.get(name);
        if (value != null) {
          row.add(value);
        }
      }
      rows.add(row);
    }
    return Study.of(new ImportedExperiment(experiment))
        .design(new Points(List.copyOf(names), rows))
        .order(Order.SEQUENTIAL)
        .seed(0);
  }

  /** The parameters that every point has. */
  Set<String> parameters() {
    Set<String> names = new LinkedHashSet<>();
    if (!points.isEmpty()) {
      names.addAll(new TreeMap<>(points.get(0)).keySet());
      names.removeAll(derived);
      for (Map<String, @Nullable Object> point : points) {
        names.removeIf(name -> point.get(name) == null);
      }
    }
    return names;
  }
}
