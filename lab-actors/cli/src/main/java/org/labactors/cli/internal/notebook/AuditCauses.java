package org.labactors.cli.internal.notebook;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.labactors.cli.internal.terminal.VisibleWriter;
import org.labactors.internal.audit.UnsteadyCall;
import org.labactors.internal.audit.UnsteadyCall.Kind;
import org.labactors.notebook.Audit;

/** Why trials that ran again may have come to something else, in words. */
public final class AuditCauses {

  private static final int FEW = 5;

  private AuditCauses() {}

  /**
   * What is likely, in lines; empty if nothing differs.
   *
   * @param calls in the code of the study
   */
  public static List<String> lines(Audit audit, List<UnsteadyCall> calls) {
    List<String> lines = new ArrayList<>();
    if (audit.findings().differing() == 0) {
      return lines;
    }
    List<String> suspects = audit.findings().suspects();
    if (!suspects.isEmpty()) {
      lines.add(
          "where it runs: every trial that differs ran on "
              + VisibleWriter.line(String.join(" or ", suspects))
              + " one of the two times, and elsewhere the other; the Java or the maths library there"
              + " may compute otherwise");
    }
    for (Kind kind : Kind.values()) {
      List<UnsteadyCall> of = calls.stream().filter(call -> call.kind() == kind).toList();
      if (!of.isEmpty()) {
        lines.add(words(kind) + ": " + places(of));
      }
    }
    if (lines.isEmpty()) {
      lines.add(
          "its code calls neither a source of random numbers nor the clock nor a hash table that was"
              + " found; trials may share state, or depend on a file, a library or a program");
    }
    return lines;
  }

  private static String places(List<UnsteadyCall> calls) {
    return calls.stream()
            .limit(FEW)
            .map(call -> call.what() + " in " + call.calledAt())
            .map(VisibleWriter::line)
            .collect(Collectors.joining(", "))
        + (calls.size() > FEW ? " and " + (calls.size() - FEW) + " more" : "");
  }

  private static String words(Kind kind) {
    return switch (kind) {
      case RANDOM -> "random numbers that are not from trial.random()";
      case CLOCK -> "the clock";
      case ORDER -> "the order of a hash table or of threads";
      case MACHINE -> "the machine it runs on";
    };
  }
}
