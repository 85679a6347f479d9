package org.labactors.cli.internal.run;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.study.Progress;

/** Names the engines that cannot run a study, each once, and the reasons, each once. */
public final class LeftOut {

  private final Console console;
  private final Set<String> engines = new HashSet<>();
  private final Set<String> reasons = new HashSet<>();

  public LeftOut(Console console) {
    this.console = console;
  }

  /** Says on standard error what is new. */
  void tell(Progress progress) {
    Map<String, StringJoiner> news = new LinkedHashMap<>();
    for (Progress.LeftOut each : progress.leftOut()) {
      if (engines.add(each.engine())) {
        news.computeIfAbsent(each.why(), why -> new StringJoiner(", ")).add(each.engine());
      }
    }
    news.forEach(this::print);
  }

  private void print(String why, StringJoiner names) {
    console.say("warning: left out: " + names + (reasons.add(why) ? ": " + why : ", as before"));
  }
}
