package org.labactors.internal.recording;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.labactors.experiment.Resident;

/**
 * On which versions of a language and its packages trials ran. It comes with the first trial after
 * each start of a program, as the metadata {@value Resident#VERSIONS}, and goes into the provenance
 * of the result set, each kind once, and no more than twenty of them.
 */
public final class ProgramVersions {

  /** The name of the fact. */
  private static final String PROGRAMS = "programs";

  private static final String BETWEEN = "; ";

  /** An experiment may note other things by this name, which differ from trial to trial. */
  private static final int MOST_KINDS = 20;

  private ProgramVersions() {}

  /**
   * The facts of a provenance with the versions in a batch; empty if they have them already.
   *
   * @param facts by name, which stay as they are
   */
  public static Optional<Map<String, String>> addTo(Map<String, String> facts, Batch batch) {
    String before = facts.getOrDefault(PROGRAMS, "");
    List<String> programs =
        new ArrayList<>(before.isEmpty() ? List.of() : Arrays.asList(before.split(BETWEEN)));
    boolean isNew = false;
    for (String each : in(batch)) {
      if (programs.size() < MOST_KINDS && !programs.contains(each)) {
        isNew |= programs.add(each);
      }
    }
    if (!isNew) {
      return Optional.empty();
    }
    Map<String, String> more = new TreeMap<>(facts);
    more.put(PROGRAMS, String.join(BETWEEN, programs));
    return Optional.of(more);
  }

  /** Whether a batch has versions. */
  public static boolean areIn(Batch batch) {
    return batch.metadata().stream().anyMatch(each -> each.name().equals(Resident.VERSIONS));
  }

  private static List<String> in(Batch batch) {
    return batch.metadata().stream()
        .filter(each -> each.name().equals(Resident.VERSIONS))
        .flatMap(each -> IntStream.range(0, each.size()).mapToObj(each::get))
        .filter(Objects::nonNull)
        .map(ProgramVersions::text)
        .distinct()
        .toList();
  }

  private static String text(Object versions) {
    String text =
        versions instanceof Map<?, ?> map
            ? map.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "))
            : String.valueOf(versions);
    return text.replace(BETWEEN, ", ");
  }
}
