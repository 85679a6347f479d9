package org.labactors.cli.internal.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.labactors.Lab;
import org.labactors.Run;
import org.labactors.cli.internal.notebook.FailureReport;
import org.labactors.cli.internal.run.LeftOut;
import org.labactors.cli.internal.run.RunWatch;
import org.labactors.cli.internal.run.Studies;
import org.labactors.cli.internal.run.Warnings;
import org.labactors.cli.internal.terminal.Console;
import org.labactors.cli.internal.terminal.Display;
import org.labactors.cli.internal.terminal.ExitCode;
import org.labactors.cli.internal.terminal.FaultWatch;
import org.labactors.cli.internal.terminal.Interruption;
import org.labactors.cli.internal.terminal.LineDisplay;
import org.labactors.cli.internal.terminal.Wording;
import org.labactors.node.NodeSettings;
import org.labactors.node.Role;
import org.labactors.notebook.NotebookException;
import org.labactors.notebook.RecordOptions;
import org.labactors.runfile.RunFile;
import org.labactors.study.Progress;

/** A lab that runs studies, all at once, and stays when they have ended. */
final class StandingLab {

  private static final Duration INTERVAL = Duration.ofMillis(100);

  /** So long a study may take to say how it has ended when its lab has. */
  private static final Duration LAST_WORDS = Duration.ofSeconds(5);

  private final Console console;
  private final Studies studies;
  private final Interruption interruption;

  StandingLab(Console console, Studies studies, Interruption interruption) {
    this.console = console;
    this.studies = studies;
    this.interruption = interruption;
  }

  /**
   * Comes back when asked to stop, or when the lab has failed.
   *
   * @return the exit code
   * @throws org.labactors.node.NodeException if there cannot be such a node
   */
  int run(NodeSettings node) throws InterruptedException {
    node.requireCluster();
    if (!node.warning().isEmpty()) {
      console.say(node.warning());
    }
    List<Thread> threads = new ArrayList<>();
    boolean failed;
    try (Lab lab = Lab.builder().notebook(studies.notebook()).node(node).log(console::say).open()) {
      console.say(introduction(lab, node));
      for (RunFile file : studies.files()) {
        Thread thread = new Thread(() -> run(lab, file), "lab-study-" + file.tag());
        thread.setDaemon(true);
        thread.start();
        threads.add(thread);
      }
      while (!interruption.requested() && lab.isOpen()) {
        Thread.sleep(INTERVAL.toMillis());
      }
      failed = !lab.isOpen();
      if (failed) {
        FaultWatch.tell(console, lab.trouble().orElse("the lab has failed and cannot go on"));
      } else {
        console.say("leaving");
      }
    }
    for (Thread thread : threads) {
      thread.join(LAST_WORDS.toMillis());
    }
    return failed ? ExitCode.UNFINISHED : ExitCode.OK;
  }

  private String introduction(Lab lab, NodeSettings node) {
    int engines = node.enginesOn(Runtime.getRuntime().availableProcessors());
    return "lab node on "
        + lab.address()
        + (node.roles().contains(Role.ENGINE) ? ", " + Wording.count(engines, "engine") : "")
        + "; "
        + (studies.files().size() == 1 ? "1 study" : studies.files().size() + " studies")
        + " for "
        + studies.notebook()
        + "; waiting for "
        + Wording.count(node.minEngines(), "engine");
  }

  private void run(Lab lab, RunFile file) {
    String tag = file.tag();
    try {
      file.missing().ifPresent(text -> print(tag, "warning: engines may lack code: " + text));
      Run run = lab.submit(tag, file.study(), RecordOptions.of(file));
      Progress now = run.progress();
      print(tag, "submitted; " + recorded(now));
      Warnings warnings = new Warnings(warning -> print(tag, "warning: " + warning));
      Display display = new LineDisplay(tag, console.err(), System::nanoTime);
      Progress end =
          new RunWatch(display, new LeftOut(console), warnings, interruption).follow(run);
      print(tag, ended(end));
      FailureReport.of(run, end).lines(FailureReport.FEW, "    ").forEach(console.err()::println);
      console.err().flush();
    } catch (NotebookException | IllegalArgumentException refusal) {
      print(tag, "refused: " + refusal.getMessage());
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException stopped) {
      if (!interruption.requested()) {
        print(tag, "could not be finished: " + stopped.getMessage());
      }
    }
  }

  private String ended(Progress end) {
    return switch (end.state()) {
      case COMPLETED ->
          (end.trials() == 1
                  ? "its trial is"
                  : "all " + Wording.count(end.trials(), "trial") + " are")
              + " recorded in "
              + studies.notebook()
              + failed(end);
      case CANCELLED -> "stopped; " + recorded(end);
      case STOPPED ->
          "stopped: "
              + end.trouble().orElse("too many trials failed")
              + "; "
              + recorded(end)
              + "\nTo go on, start the lab again with --set study.max-failures=none.";
      case REFUSED -> "refused: " + end.trouble().orElse("no reason given");
      case BROKEN, RUNNING ->
          "could not be finished: "
              + end.trouble().orElse("no reason given")
              + "; "
              + recorded(end);
    };
  }

  private static String recorded(Progress progress) {
    return Wording.count(progress.recorded())
        + " of "
        + Wording.count(progress.trials(), "trial")
        + " recorded"
        + failed(progress);
  }

  private static String failed(Progress progress) {
    return progress.failed() == 0 ? "" : ", " + Wording.count(progress.failed()) + " failed";
  }

  private void print(String tag, String text) {
    console.err().println(tag + ": " + text);
    console.err().flush();
  }
}
