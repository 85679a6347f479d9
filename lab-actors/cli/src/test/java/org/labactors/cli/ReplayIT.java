package org.labactors.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.jdi.Bootstrap;
import com.sun.jdi.ReferenceType;
import com.sun.jdi.VirtualMachine;
import com.sun.jdi.connect.AttachingConnector;
import com.sun.jdi.connect.Connector;
import com.sun.jdi.event.BreakpointEvent;
import com.sun.jdi.event.ClassPrepareEvent;
import com.sun.jdi.event.Event;
import com.sun.jdi.event.EventSet;
import com.sun.jdi.request.ClassPrepareRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.labactors.Lab;
import org.labactors.design.Range;
import org.labactors.study.Progress;
import org.labactors.study.Study;

/** A recorded trial that is run again under a debugger. */
class ReplayIT {

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Pattern PORT = Pattern.compile("(?m)at address: (\\d+)$");

  @TempDir private Path folder;

  @Test
  void aDebuggerStopsInTheExperimentAndReadsAVariable() throws Exception {
    Path notebook = folder.resolve("notes.db");
    try (Lab lab = Lab.builder().notebook(notebook).engines(1).open()) {
      Study study = Study.of(new Waiting(0, 5)).with("x", Range.stepped(1L, 9L, 1L)).seed(42);
      Progress end = lab.submit("waiting", study).awaitEnd();
      assertThat(end.failed()).isPositive();
    }
    try (LabProcess replay =
        LabProcess.start(folder, "replay", "notes.db", "waiting", "--failed", "--debug")) {
      await().atMost(PATIENCE).until(() -> port(replay).isPresent());
      VirtualMachine debugged = attach(port(replay).orElseThrow());

      assertThat(stopInRun(debugged)).isEqualTo("5.0");

      debugged.dispose();
      assertThat(replay.exitCode()).as(replay.err()).isZero();
      assertThat(replay.out()).contains("\nequal\n");
    }
  }

  private static Optional<String> port(LabProcess process) throws Exception {
    Matcher port = PORT.matcher(process.out());
    return port.find() ? Optional.of(port.group(1)) : Optional.empty();
  }

  private static VirtualMachine attach(String port) throws Exception {
    AttachingConnector sockets =
        Bootstrap.virtualMachineManager().attachingConnectors().stream()
            .filter(each -> each.name().equals("com.sun.jdi.SocketAttach"))
            .findFirst()
            .orElseThrow();
    Map<String, Connector.Argument> arguments = sockets.defaultArguments();
    arguments.get("hostname").setValue("localhost");
    arguments.get("port").setValue(port);
    return sockets.attach(arguments);
  }

  /** The field {@code failFrom} of the experiment whose {@code run} has begun. */
  private static String stopInRun(VirtualMachine debugged) throws Exception {
    ClassPrepareRequest loaded = debugged.eventRequestManager().createClassPrepareRequest();
    loaded.addClassFilter(Waiting.class.getName());
    loaded.enable();
    while (true) {
      EventSet events = debugged.eventQueue().remove(PATIENCE.toMillis());
      assertThat(events).as("an event within %s", PATIENCE).isNotNull();
      for (Event event : events) {
        if (event instanceof ClassPrepareEvent prepared) {
          ReferenceType type = prepared.referenceType();
          debugged
              .eventRequestManager()
              .createBreakpointRequest(type.methodsByName("run").get(0).location())
              .enable();
        } else if (event instanceof BreakpointEvent stop) {
          var self = stop.thread().frame(0).thisObject();
          return self.getValue(self.referenceType().fieldByName("failFrom")).toString();
        }
      }
      events.resume();
    }
  }
}
